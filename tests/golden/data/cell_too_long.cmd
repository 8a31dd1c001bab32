# C35: a cell of 2 MiB
. ./frame.sh
{ printf "${head}"; printf "1001,"; head -c 2097152 /dev/zero | tr "\0" a; echo; } >"$OUT/data/schools.csv"
refused
