# C60: a blank cell and a quoted one, and declared
. ./frame.sh
schools "${head}${hill}1002,Mill School,,secondary,N,2004-02-29,\n1004,Mill School,,secondary,N,2004-02-29,\"\"\n"
refused
echo "exit $?"
points=', missing "" as no_figure'
accepted
