# Twelve schools in three regions; school 1012 is too small to be shown.
mkdir -p "$OUT/data"
awk 'BEGIN { print "URN,NAME,REGION,KIND"; split("North,South,West", r, ",")
    for (i = 1; i <= 12; i++) printf "%d,School %d,%s,%s\n", 1000 + i, i, r[i % 3 + 1], i % 2 ? "academy" : "maintained" }' >"$OUT/data/schools.csv"
awk 'BEGIN { print "UPN,URN,POINTS,EXTRA"
    for (i = 1; i <= 12; i++) for (k = 1; k <= (i == 12 ? 2 : 5); k++)
        printf "P%d%d,%d,%d,%d\n", i, k, 1000 + i, (i * 7 + k * k * 3) % 90, k }' >"$OUT/data/pupils.csv"
"$LUSTRUM" impact _impact_old.lustrum _impact_new.lustrum --data "$OUT/data" --year 2025/26
echo "exit $?"
"$LUSTRUM" impact _impact_old.lustrum _impact_new.lustrum --data "$OUT/data" --year 2025/26 --json >"$OUT/json"
grep -c '"key": "1012"' "$OUT/json"
"$LUSTRUM" impact _impact_old.lustrum _impact_old.lustrum --data "$OUT/data" --year 2025/26
"$LUSTRUM" impact _impact_old.lustrum _impact_new.lustrum --data "$OUT/data" --year 2025/26 --html | grep -c 'P[0-9]'
"$LUSTRUM" impact _impact_old.lustrum absent.lustrum --data "$OUT/data" --year 2025/26
