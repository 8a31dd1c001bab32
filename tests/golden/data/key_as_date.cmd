# C46: a key turned into a date
. ./frame.sh
schools "${head}${hill}Sep-10,Mill School,,secondary,N,2004-02-29,38\n${lake}"
refused
