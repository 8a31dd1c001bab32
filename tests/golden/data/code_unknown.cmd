# C61: a code that is not listed, and declared
. ./frame.sh
schools "${head}${hill}1002,Mill School,,middle,N,2004-02-29,38\n${lake}"
refused
echo "exit $?"
phase=', anything else as other_phase'
accepted
