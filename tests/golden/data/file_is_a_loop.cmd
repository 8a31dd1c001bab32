# C12: a data file that is a link to itself; not refused data but no run at all (2)
. ./frame.sh
ln -s schools.csv "$OUT/data/schools.csv"
refused
