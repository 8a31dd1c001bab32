# C46: a key changed by a spreadsheet
. ./frame.sh
schools "${head}${hill}1.00063E+11,Mill School,,secondary,N,2004-02-29,38\n${lake}"
refused
