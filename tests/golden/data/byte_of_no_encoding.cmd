# C3: byte 81 where Windows-1252 is declared
. ./frame.sh
record=', encoding cp1252'
schools "${head}${hill}1002,\201cole,,secondary,N,2004-02-29,38\n${lake}"
refused
