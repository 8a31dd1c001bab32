# C51: a currency
. ./frame.sh
schools "${head}${hill}1002,Mill School,,secondary,N,2004-02-29,\302\24338\n${lake}"
refused
