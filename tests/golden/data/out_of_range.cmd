# C56: a value above its range
. ./frame.sh
schools "${head}${hill}1002,Mill School,,secondary,N,2004-02-29,91\n${lake}"
refused
