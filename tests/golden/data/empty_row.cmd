# C18: a row of separators; declared, or set aside
. ./frame.sh
schools "${head}${hill},,,,,,\n${mill}${lake}"
refused
echo "exit $?"
record=', empty rows skipped'
accepted
echo "exit $?"
record=', rows where "URN" is not ""'
accepted
