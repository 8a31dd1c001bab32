# C8: digits of full width
. ./frame.sh
schools "${head}${hill}1002,Mill School,,secondary,N,2004-02-29,\357\274\223\357\274\230\n${lake}"
refused
