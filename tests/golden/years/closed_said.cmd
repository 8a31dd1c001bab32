# How the clause of a power that stays open is told: meaning, differences, layout, the document for
# the public, what examples reach and what mutants change of it.
cp ../run/closed_when.lustrum "$OUT/with.lustrum"
grep -v 'closed when attainment' ../run/closed_when.lustrum >"$OUT/plain.lustrum"
sed 's/closed when attainment is high/closed when attainment is at least middle/' ../run/closed_when.lustrum >"$OUT/other.lustrum"
sed '/open when attainment is low$/{N;s/\n */   /;}' ../run/closed_when.lustrum >"$OUT/untidy.lustrum"
cd "$OUT" || exit
"$LUSTRUM" canonical with.lustrum | grep -A 3 'power notice'
"$LUSTRUM" diff plain.lustrum with.lustrum
"$LUSTRUM" diff with.lustrum other.lustrum
"$LUSTRUM" fmt --diff untidy.lustrum
"$LUSTRUM" doc with.lustrum | grep -A 10 '^### Warning notice'
sed '/^example "before/,$d' with.lustrum >few.lustrum
"$LUSTRUM" test few.lustrum --coverage
"$LUSTRUM" test few.lustrum --mutate
