# C32: two files pasted together
. ./frame.sh
schools "${head}${hill}${head}${mill}${lake}"
refused
