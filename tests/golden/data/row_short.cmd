# C26: too few cells, and declared
. ./frame.sh
schools "${head}${hill}1002,Mill School,,secondary\n${lake}"
refused
echo "exit $?"
record=', short rows missing as cut_short "the row stops before it"'
accepted
