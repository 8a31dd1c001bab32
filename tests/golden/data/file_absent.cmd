# C12: no data file (2)
. ./frame.sh
refused
