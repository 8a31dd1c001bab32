# C33: 5,000 columns
. ./frame.sh
{ seq -s , 5000; seq -s , 5000; } >"$OUT/data/schools.csv"
refused
