# C57: a number of 61 digits
. ./frame.sh
schools "${head}${hill}1002,Mill School,,secondary,N,2004-02-29,1111111111111111111111111111111111111111111111111111111111111\n${lake}"
refused
