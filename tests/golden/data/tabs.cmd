# C23: tabs
. ./frame.sh
printf "${head}${hill}${mill}${lake}" | tr , "\t" >"$OUT/data/schools.csv"
refused
