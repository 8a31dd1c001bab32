# More faulty cells than the list holds: it does not say that it has every one.
mkdir "$OUT/data"
cp village/* "$OUT/data"
{
    echo UPN,URN,BOARDER,POINTS
    seq 1000500 | sed 's/$/,1001,N,x/'
} >"$OUT/data/pupils.csv"
"$LUSTRUM" review village.lustrum --data "$OUT/data" --year 2025/26 --out "$OUT/out" 2>&1 | grep listed
wc -l <"$OUT/out.problems.csv"
rm "$OUT/data/pupils.csv" "$OUT/out.problems.csv"
