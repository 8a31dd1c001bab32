# A column that stands in another file under another heading, but for a few; and files that point at each other.
cd "$OUT" && awk 'BEGIN {
    print "SCHOOL,PAIRED"
    for (i = 0; i < 200; i++) printf "%d,%d\n", 5000 + i, 7000 + i
}' >schools.csv && awk 'BEGIN {
    print "ID,AT"
    for (i = 0; i < 3000; i++) printf "E%d,%d\n", i, i % 700 == 9 ? 9999 : 5000 + i * 7 % 200
}' >entries.csv && awk 'BEGIN {
    print "PAIRED,SCHOOL"
    for (i = 0; i < 200; i++) printf "%d,%d\n", 7000 + i, 5000 + i
}' >pairs.csv && "$LUSTRUM" screen schools.csv entries.csv pairs.csv &&
    "$LUSTRUM" screen --draft schools.csv entries.csv pairs.csv
