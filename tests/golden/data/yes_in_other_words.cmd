# C58: TRUE where Y is declared
. ./frame.sh
schools "${head}${hill}1002,Mill School,,secondary,TRUE,2004-02-29,38\n${lake}"
refused
