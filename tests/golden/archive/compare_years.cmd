# Results of two years, and of a draft and the same rules sealed: each cause by its own name.
if [ -z "${HIDDEN-}" ]; then
    HIDDEN=1 sh ./compare_years.cmd 2>&1 | sed 's/sha256:[0-9a-f]*/sha256:.../'
    exit
fi
keys=$PWD/../term/_keys
village=$PWD/../term/_village.lustrum
cd "$OUT" || exit 2
for who in commissioner reviewer; do cp "$keys/$who" . && chmod 600 "$who"; done
cp "$village" village.lustrum
for year in 2025-26 2026-27; do mkdir -p data/$year; done
printf 'URN,NAME,POINTS\n1,Hill,39\n2,Mill,44.5\n3,Lake,61\n' >data/2025-26/schools.csv
printf 'URN,NAME,POINTS\n1,Hill,39\n2,Mill,54.5\n3,Lake,61\n' >data/2026-27/schools.csv
review() { "$LUSTRUM" review "$1" --data data --year "$2" --out "$3" --quiet; }
say() { echo; echo "-- $*"; "$LUSTRUM" compare "$@"; echo "exit $?"; }
review village.lustrum 2025/26 one
review village.lustrum 2026/27 two
say one two
say one two --before data --after data | tail -n 9
sed 's/>= 50/>= 40/' village.lustrum >other.lustrum
review other.lustrum 2026/27 three
say one three
"$LUSTRUM" seal village.lustrum --keys "$keys/board.pub" --threshold 2 --agreed-by 'Minute 2025/1' --on 2025-05-14 --quiet
for who in commissioner reviewer; do "$LUSTRUM" seal village.lustrum --sign $who --quiet; done
review village.lustrum 2025/26 official
say one official
sed -i 's/1,Hill,39/1,Hill,59/' data/2025-26/schools.csv
review village.lustrum 2025/26 official2
say one official2
"$LUSTRUM" compare one official2 --json | sed -n '/"differ"/,/"files"/p; /"column": "status"/,/"by"/p'
say one official2 --html | grep -c standing
