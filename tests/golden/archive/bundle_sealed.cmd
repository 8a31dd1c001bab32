# The bundle of results of sealed rules, also when their log has grown since: with the log in it, its figures
# come out of it alone, and are official again.
if [ -z "${HIDDEN-}" ]; then
    HIDDEN=1 sh ./bundle_sealed.cmd 2>&1 | sed 's/sha256:[0-9a-f]*/sha256:.../'
    exit
fi
here=$PWD/../term
cd "$OUT" || exit 2
for who in commissioner reviewer; do cp "$here/_keys/$who" . && chmod 600 "$who"; done
cp "$here/_village.lustrum" village.lustrum
mkdir data
printf 'URN,NAME,POINTS\n1,"Hill, upper",39\n2,Mill,44.5\n3,Lake,61\n' >data/schools.csv
seal() { "$LUSTRUM" seal village.lustrum "$@" --quiet; }
sign() { seal --sign commissioner && seal --sign reviewer; }
seal --keys "$here/_keys/board.pub" --threshold 2 --agreed-by 'Minute 2025/1' --on 2025-05-14 && sign
"$LUSTRUM" review village.lustrum --data data --year 2026/27 --out out --quiet $MORE

echo '==== the log has grown'
sed -i 's/>= 50/>= 40/' village.lustrum
cat >>village.lustrum <<'RULES'

amendment fairer "Fairer bands" of attainment.high from 2027/28 article "12" because "Half of the schools were low"
RULES
seal --agreed-by 'Minute 2027/3' --on 2027-05-14 && sign
"$LUSTRUM" verify village.lustrum | head -n 1
"$LUSTRUM" bundle 2 out --data data --out appeal
echo "exit $?"
ls appeal/rules
again="review rules/village.lustrum --data data --year 2026/27 --use-reference reference.csv --quiet"
(cd appeal && "$LUSTRUM" $again; echo "exit $?"
    XDG_STATE_HOME=$OUT/seen "$LUSTRUM" $again --out ../again; echo "exit $?")
cmp again/School.csv appeal/figures/School.csv && echo 'the same figures'
cmp out/rules/village.seal appeal/rules/village.seal && "$LUSTRUM" verify village.lustrum | head -n 1
cat again/School.csv

echo '==== the results themselves are as they were, and a log that goes another way is told'
"$LUSTRUM" replay out --data data
cp -r out forked && sed -i 's/Minute 2025/Minute 2O25/' forked/rules/village.seal
"$LUSTRUM" bundle 2 forked --data data --out other --quiet; echo "exit $?"
ls
