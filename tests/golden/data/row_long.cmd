# C26: too many cells, of which the last column is no list
. ./frame.sh
schools "${head}${hill}1002,Mill School,,secondary,N,2004-02-29,38,5\n${lake}"
refused
