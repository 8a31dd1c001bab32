# C12: a folder in the place of a data file (2)
. ./frame.sh
mkdir "$OUT/data/schools.csv"
refused
