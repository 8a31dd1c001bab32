# A report: laid out in the one way, wording and not meaning; its words are names elsewhere.
cp pages.lustrum "$OUT/old.lustrum"
{ cat pages.lustrum; printf '\nreport   pages "What\047s shown"   of multiplicative,\n compared\n   spread within   Schools is compared.spread\n  spread between Schools multiplicative winsorised  10%%\n    compared within Region\n split by none\n\n note "One"\n question   "Why?"\n'; } >"$OUT/new.lustrum"
sed 's/winsorised  10%/winsorised 5%/' "$OUT/new.lustrum" >"$OUT/other.lustrum"
cd "$OUT"
"$LUSTRUM" check new.lustrum; echo "exit $?"
"$LUSTRUM" fmt - <new.lustrum | sed -n '/^report/,$p'
for f in old new other; do "$LUSTRUM" canonical --hashes $f.lustrum | sed 's/^.*bytes$/bytes/'; done
"$LUSTRUM" canonical --wording new.lustrum | grep -A8 '^report'
"$LUSTRUM" diff old.lustrum new.lustrum; echo "exit $?"
"$LUSTRUM" diff new.lustrum other.lustrum; echo "exit $?"
"$LUSTRUM" lint new.lustrum; echo "exit $?"
"$LUSTRUM" doc new.lustrum | sed -n "/^## Pages/,/^## Data/p"; "$LUSTRUM" doc --html new.lustrum >new.html; echo "exit $?"
sed 's/compared within Region/compared with Region/' new.lustrum >wrong.lustrum
"$LUSTRUM" check wrong.lustrum; echo "exit $?"
