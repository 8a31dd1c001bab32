# C31: data from the first row on
. ./frame.sh
schools "${hill}${mill}${lake}"
refused
