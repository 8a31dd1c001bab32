# C9: headings only, and declared
. ./frame.sh
schools "${head}"
refused
echo "exit $?"
record=', may be empty'
accepted
