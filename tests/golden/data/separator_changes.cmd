# C24: another separator from the third row on
. ./frame.sh
schools "${head}${hill}1002;Mill School;;secondary;N;2004-02-29;38\n${lake}"
refused
