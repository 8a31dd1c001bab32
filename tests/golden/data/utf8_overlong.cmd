# C4: an overlong form of a stroke
. ./frame.sh
schools "${head}${hill}1002,Mill\300\257School,,secondary,N,2004-02-29,38\n${lake}"
refused
