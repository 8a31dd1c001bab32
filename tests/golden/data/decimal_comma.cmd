# C52: a decimal comma
. ./frame.sh
schools "${head}${hill}1002,Mill School,,secondary,N,2004-02-29,\"38,5\"\n${lake}"
refused
