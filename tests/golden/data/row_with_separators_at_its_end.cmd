# C26: blank cells beyond the last column, and declared; a further cell that is not blank is refused
. ./frame.sh
record=', separator ";"'
printf "${head}${hill}1002,Mill School,,secondary,N,2004-02-29,38,,\n${lake}" | tr , ";" >"$OUT/schools"
mv "$OUT/schools" "$OUT/data/schools.csv"
refused
echo "exit $?"
record=', separator ";", further blank cells skipped'
accepted
echo "exit $?"
printf "${head}${hill}1002,Mill School,,secondary,N,2004-02-29,38,,5\n${lake}" | tr , ";" >"$OUT/schools"
mv "$OUT/schools" "$OUT/data/schools.csv"
review
