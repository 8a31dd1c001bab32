# C4: half of a pair of UTF-16
. ./frame.sh
schools "${head}${hill}1002,Mill\355\240\200,,secondary,N,2004-02-29,38\n${lake}"
refused
