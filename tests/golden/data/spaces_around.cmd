# C59: spaces around a number, and declared
. ./frame.sh
schools "${head}${hill}1002,Mill School,,secondary,N,2004-02-29, 38 \n${lake}"
refused
echo "exit $?"
points=', trim'
accepted
