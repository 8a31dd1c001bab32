# C41: a trust that is not in its file, and declared
. ./frame.sh
schools "${head}${hill}1002,Mill School,T9,secondary,N,2004-02-29,38\n${lake}"
refused
echo "exit $?"
trust=', anything else as unknown_trust'
accepted
