# The real changes from year to year on made-up data: how many schools move, by which change.
mkdir -p "$OUT/data"
for year in 2015-16 2016-17 2017-18; do
    mkdir -p "$OUT/years/$year"
    awk -v y="$year" 'BEGIN { print "URN,NAME,REGION,P8"
        for (i = 1; i <= 40; i++) printf "%d,School %d,%s,%.2f\n", 1000 + i, i, i % 2 ? "East" : "West", ((i * 37 + substr(y, 4, 1) * 11) % 200) / 100 - 1 }' \
        >"$OUT/years/$year/schools.csv"
done
cp "$OUT/years/2017-18/schools.csv" "$OUT/data/schools.csv"
awk 'BEGIN { print "UPN,URN,A8,GROUP,MISSED,POSSIBLE,ENG,MAT,SCI,HUM,LAN"; split("low,middle,high", g, ",")
    for (i = 1; i <= 40; i++) for (k = 1; k <= 12; k++) { n = i * 31 + k * k * 17
        printf "P%d_%d,%d,%d,%s,%d,%d,%d,%d,%d,%d,%d\n", i, k, 1000 + i, i % 8 == 0 && k == 1 ? 0 : 40 + n % 30, g[k % 3 + 1], n % 60, 300 + n % 100,
            n % 10, (n + 3) % 10, (n + 5) % 10, (n + 2) % 10, (n + 7) % 10 } }' >"$OUT/data/pupils.csv"
awk 'BEGIN { print "UPN,GRADE"; split("A*,A,B,C,D,E,F,G", g, ",")
    for (i = 1; i <= 40; i++) for (k = 1; k <= 12; k++) for (r = 1; r <= 3; r++)
        printf "P%d_%d,%s\n", i, k, g[(i * 5 + k * 3 + r) % 8 + 1] }' >"$OUT/data/results.csv"
for pair in points_scale capped_tail ebacc_points absence_15 absence_10 banding banding_edge ebacc_pillars; do
    echo "== $pair"
    "$LUSTRUM" impact "_${pair}_old.lustrum" "_${pair}_new.lustrum" --data "$OUT/data" --year 2017/18 | sed -n '3,/together/p'
done
echo "== coasting"
"$LUSTRUM" impact _coasting_old.lustrum _coasting_new.lustrum --data "$OUT/years" --year 2017/18 | sed -n '3,/closed/p'
