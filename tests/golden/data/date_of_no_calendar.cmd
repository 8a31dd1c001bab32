# C68: 29 February of a common year
. ./frame.sh
schools "${head}${hill}1002,Mill School,,secondary,N,2003-02-29,38\n${lake}"
refused
