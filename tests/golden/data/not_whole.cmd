# C55: a part after the point where a whole number is declared
. ./frame.sh
kind='whole number 0 to 90 in points'
schools "${head}${hill}1002,Mill School,,secondary,N,2004-02-29,45.757\n${lake}"
refused
