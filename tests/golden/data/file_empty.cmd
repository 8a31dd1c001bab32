# C9: an empty file
. ./frame.sh
schools ""
refused
