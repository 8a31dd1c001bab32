# Totals, marks, years, keys with a few faults, and rows that stand twice.
cd "$OUT" && awk 'BEGIN {
    print "time_period,geographic_level,URN,NAME,RECTYPE,P8,PCT,OPENED,LEFT,YESNO,CODE"
    for (i = 0; i < 120; i++) {
        level = i % 40 == 0 ? "National" : "School"
        urn = i % 40 == 0 ? "" : i == 77 ? 1076 : 1000 + i
        p8 = i % 11 == 0 ? "NE" : i % 13 == 0 ? "x" : sprintf("%.2f", (i % 41 - 20) / 10)
        printf "%s,%s,%s,%s,%d,%s,%d%%,%02d/%02d/%d,%d-AUG-%d,%s,%03d\n", 201819 + i % 2 * 101, level, urn,
            i % 40 == 0 ? "England" : " School " i, i % 3 + 1, p8, i % 101, 1 + i % 28, 1 + i % 12,
            1990 + i % 20, 10 + i % 20, 2000 + i % 9, i % 2 ? "Yes" : "No", i % 5
    }
}' >schools.csv && sed -n '5p;9p' schools.csv >>schools.csv &&
    "$LUSTRUM" screen schools.csv && "$LUSTRUM" screen --draft schools.csv
