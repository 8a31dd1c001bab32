# C67: a date as day, month and year
. ./frame.sh
schools "${head}${hill}1002,Mill School,,secondary,N,01/02/2004,38\n${lake}"
refused
