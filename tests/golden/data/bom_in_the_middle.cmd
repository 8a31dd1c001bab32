# C1: a byte-order mark that does not begin the file
. ./frame.sh
schools "${head}${hill}\357\273\2771002,Mill School,,secondary,N,2004-02-29,38\n${lake}"
refused
