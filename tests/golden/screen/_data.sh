# Made-up schools and pupils for the cases of lustrum screen, in the folder that is worked in.
awk 'BEGIN {
    print "URN,NAME,REGION"
    for (i = 0; i < 6; i++) printf "%d,School %c,%s\n", 100001 + i, 65 + i, i % 2 ? "North" : "South"
}' >schools.csv
awk 'BEGIN {
    print "UPN,SURNAME,BORN,URN,SEX,FREE,START,POINTS,TIME_PERIOD,ABSENT"
    for (i = 0; i < 90; i++) {
        start = i % 9 == 4 ? "" : 80 + (i * 7) % 40
        points = i % 15 == 3 ? "SUPP" : i == 20 ? "ill" : 20 + (i * 37) % 61
        printf "A3000%08d,Name%d,%04d-%02d-%02d,%d,%s,%d,%s,%s,202526,%.1f\n", i * 7, i,
            2009 + i % 2, 1 + i % 12, 1 + i % 28, 100001 + i % 6, i % 31 == 5 ? "U" : i % 2 ? "F" : "M",
            i % 4 == 0, start, points, (i * 13 % 50) / 10
    }
}' >pupils.csv
