# C6: a mark of no width in a number
. ./frame.sh
schools "${head}${hill}1002,Mill School,,secondary,N,2004-02-29,38\342\200\213\n${lake}"
refused
