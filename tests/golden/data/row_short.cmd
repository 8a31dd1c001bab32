# C26: too few cells
. ./frame.sh
schools "${head}${hill}1002,Mill School,,secondary\n${lake}"
refused
