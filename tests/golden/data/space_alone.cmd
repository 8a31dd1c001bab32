# C59: a space is not a blank cell; declared as one, or as a mark of its own
. ./frame.sh
points=', missing "" as no_figure'
schools "${head}${hill}1002,Mill School,,secondary,N,2004-02-29, \n${lake}"
refused
echo "exit $?"
points=', trim, missing "" as no_figure'
accepted
echo "exit $?"
points=', missing " " as no_figure'
accepted
