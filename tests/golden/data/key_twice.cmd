# C39: a key in two rows
. ./frame.sh
schools "${head}${hill}1001,Mill School,,secondary,N,2004-02-29,38\n${lake}"
refused
