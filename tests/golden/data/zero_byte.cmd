# C5: a byte of value zero, within quotes
. ./frame.sh
schools "${head}${hill}1002,\"Mill\000School\",,secondary,N,2004-02-29,38\n${lake}"
refused
