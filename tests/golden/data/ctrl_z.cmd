# C16: Ctrl-Z at the end
. ./frame.sh
schools "${head}${hill}${mill}${lake}\032"
refused
