# C17: a blank line, and declared
. ./frame.sh
schools "${head}${hill}\n${mill}${lake}"
refused
echo "exit $?"
record=', blank lines skipped'
accepted
