# C49: a comma in a number
. ./frame.sh
schools "${head}${hill}1002,Mill School,,secondary,N,2004-02-29,\"1,759\"\n${lake}"
refused
