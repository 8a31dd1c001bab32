# C25: a line of comment
. ./frame.sh
schools "${head}${hill}# checked by the office\n${mill}"
refused
