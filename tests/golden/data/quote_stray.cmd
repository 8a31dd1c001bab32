# C21: a quote in the middle of a cell
. ./frame.sh
schools "${head}${hill}1002,The \"Mill\" School,,secondary,N,2004-02-29,38\n${lake}"
refused
