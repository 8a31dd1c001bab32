# C25: a note at the end
. ./frame.sh
schools "${head}${hill}${mill}${lake}Source: parish council\n"
refused
