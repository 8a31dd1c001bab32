# What is published: tables in which small counts, and others beside them, are marked; the same for any order of
# rows. Measures with different counts are hidden together.
cp -r ./_publish.lustrum "$OUT/rules.lustrum" && cd "$OUT" || exit 2
mkdir data turned
printf 'URN,NAME,REGION\n1,Ashby,N\n2,Brook,N\n3,Cole,S\n4,Dale,S\n5,Elm,S\n' >data/schools.csv
awk 'BEGIN {
    print "UPN,URN,POOR,BEFORE,SCORE"
    for (i = 0; i < 90; i++)
        printf "P%d,%d,%d,%s,%s\n", i, i % 13 % 5 + 1, i % 4 == 0, i % 11 == 3 ? "" : i, i % 9 == 5 ? "" : i + i % 5
}' >data/pupils.csv
{ head -n 1 data/pupils.csv && tail -n +2 data/pupils.csv | sort -t , -k 3r -k 1r; } >turned/pupils.csv
cp data/schools.csv turned
"$LUSTRUM" review rules.lustrum --data data --year 2025/26 --out out $MORE | sed -n '/^Performance/,/^Results/p'
head -n 30 out/published/*
"$LUSTRUM" review rules.lustrum --data turned --year 2025/26 --out again --quiet $MORE
diff -r out/published again/published && echo 'the same for the other order'
"$LUSTRUM" verify out
"$LUSTRUM" replay out --data data
# The same within little memory; and pages say that they show what is hidden here.
"$LUSTRUM" review rules.lustrum --data data --year 2025/26 --out less --quiet --threads 1 --max-memory 64M --spill
diff -r out/published less/published && echo 'the same within 64M'
"$LUSTRUM" report out -o site --quiet && grep -c 'Not for the public' site/*.html site/school/1.html && ls site site/files
grep 'Not for the public' site/nation.html
