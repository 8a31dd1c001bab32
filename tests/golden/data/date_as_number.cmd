# C69: the number of a day
. ./frame.sh
schools "${head}${hill}1002,Mill School,,secondary,N,44287,38\n${lake}"
refused
