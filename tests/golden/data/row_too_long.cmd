# C36: 17 MiB without a line end
. ./frame.sh
{ printf "${head}"; yes 1234567, | tr -d "\n" | head -c 17825792; } >"$OUT/data/schools.csv"
refused
