# C3: a byte of Windows-1252, and the encoding declared
. ./frame.sh
schools "${head}${hill}1002,\311cole,,secondary,N,2004-02-29,38\n${lake}"
refused
echo "exit $?"
record=', encoding cp1252'
accepted
