# C18: a row of separators, and set aside
. ./frame.sh
schools "${head}${hill},,,,,,\n${mill}${lake}"
refused
echo "exit $?"
record=', rows where "URN" is not ""'
accepted
