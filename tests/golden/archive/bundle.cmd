# The bundle of one school: with and without rows of persons; nothing of others; figures that come out again.
village=../review/village
cp -r $village "$OUT/data"
cp $village.lustrum "$OUT"
cd "$OUT"
"$LUSTRUM" review village.lustrum --data data --year 2025/26 --vintage final --out out --quiet $MORE
"$LUSTRUM" bundle 1003 out --data data --out appeal --personal
echo "exit $?"
find appeal -type f -printf '%M %p\n' | sort -k 2
find appeal -type d -printf '%M\n' | sort -u
for file in appeal/data/* appeal/figures/*; do echo "-- $file"; cat "$file"; done
grep -v sha256 appeal/bundle.json | head -40
echo "-- pupils of others: $(grep -rlE 'P(1|2|3|7|8|9|10),|100[1245]' appeal | grep -v appeal/rules | sort | tr '\n' ' ')"
(cd appeal && "$LUSTRUM" review rules/village.lustrum --data data --year 2025/26 --use-reference reference.csv --out ../again --quiet)
cmp again/School.csv appeal/figures/School.csv && cmp again/School.attainment.by.boarder.csv appeal/figures/School.attainment.by.boarder.csv && echo "the same figures"
"$LUSTRUM" bundle 1003 out --data data --out plain --json | grep '"here"' | sort | uniq -c
grep -rlE 'P(4|5|6),' plain | grep -v plain/rules
sed -n '/^Rows of the data/,$p' plain/README.txt
"$LUSTRUM" bundle 1003 out --data data --out plain2 --quiet; diff -r plain plain2 && echo "the same bytes"
"$LUSTRUM" bundle North out --data data --out region --quiet; echo "exit $?"
"$LUSTRUM" bundle 9999 out --data data --out other; echo "exit $?"
"$LUSTRUM" bundle 1003 out --data data --out appeal; echo "exit $?"
"$LUSTRUM" bundle 1003 out --data data; echo "exit $?"
echo X >>data/pupils.csv
"$LUSTRUM" bundle 1003 out --data data --out other; echo "exit $?"
ls
