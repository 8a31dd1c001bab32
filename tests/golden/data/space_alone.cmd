# C59: a space is not a blank cell
. ./frame.sh
points=', missing "" as no_figure'
schools "${head}${hill}1002,Mill School,,secondary,N,2004-02-29, \n${lake}"
refused
