# The clause and the formula that says the same, over schools, areas and the nation, of made-up data
# of five years in which units come, go and are silent; for any number of threads and batch.
year() { # NAME SEED
    mkdir -p "$OUT/data/$1"
    awk -v seed="$2" -v areas="$OUT/data/$1/areas.csv" -v schools="$OUT/data/$1/schools.csv" '
        function next_one(most) { seed = (seed * 1103 + 12345) % 65536; return int(seed / 7) % most }
        BEGIN {
            print "AREA,LEVEL" >areas
            for (a = 1; a <= 20; a++) if (a == 1 || next_one(8)) print a "," (next_one(9) ? next_one(101) : "") >areas
            print "URN,AREA,SCORE" >schools
            for (s = 1; s <= 400; s++) if (next_one(8)) print s ",1," (next_one(9) ? next_one(101) : "") >schools
        }'
}
year 2020-21 11
year 2021-22 23
year 2022-23 37
year 2023-24 41
year 2024-25 59
go() { # YEAR
    "$LUSTRUM" review closed.lustrum --data "$OUT/data" --year "$1" --out "$OUT/out" --quiet $MORE
    echo "$1: exit $?"
    for level in School Area nation.judged; do
        awk -F, -v level=$level 'NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
            function pair(one) {
                if (!(one in column)) return
                a = $column[one]; b = $column[one "_written"]
                count[one " " a]++
                if (a != b) print level, $1, one ":", a, "and", b
            }
            { pair("notice"); pair("two"); pair("areas"); pair("national") }
            END { for (one in count) print "  " one, count[one] }' "$OUT/out/$level.csv" | LC_ALL=C sort
    done
}
for year in 2020/21 2021/22 2022/23 2023/24 2024/25; do go $year; done
for how in '--threads 7 --batch 3' '--force-lane exact' '--force-lane wide --batch 1'; do
    "$LUSTRUM" review closed.lustrum --data "$OUT/data" --year 2024/25 --out "$OUT/again" --quiet $how
    diff -r "$OUT/out" "$OUT/again"
done
echo 'why'
"$LUSTRUM" why closed.lustrum 2 notice --data "$OUT/data" --year 2024/25 $MORE
for who in '3 notice' '8 notice'; do
    "$LUSTRUM" why closed.lustrum $who --data "$OUT/data" --year 2024/25 $MORE | head -n 4
done
echo 'without 2022/23'
rm -r "$OUT/data/2022-23"
go 2023/24
