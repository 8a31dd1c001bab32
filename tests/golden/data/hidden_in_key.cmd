# C6: a no-break space in a key
. ./frame.sh
schools "${head}${hill}1002\302\240,Mill School,,secondary,N,2004-02-29,38\n${lake}"
refused
