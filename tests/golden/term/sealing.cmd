# From a new framework to an official result, and what is refused after it.
if [ -z "${HIDDEN-}" ]; then # hashes would change with every word of the framework that all begin with
    HIDDEN=1 sh ./sealing.cmd 2>&1 | sed 's/sha256:[0-9a-f]*/sha256:.../'
    exit
fi
keys=$PWD/_keys
cd "$OUT" || exit 2
for who in commissioner reviewer; do cp "$keys/$who" . && chmod 600 "$who"; done
"$LUSTRUM" new village >new.txt || exit 2
review() { "$LUSTRUM" review village/village.lustrum --data village --year 2025/26 "$@"; }

echo '==== a draft, and while the record waits for signatures'
"$LUSTRUM" seal village/village.lustrum --keys "$keys/board.pub" --threshold 2 \
    --agreed-by 'Minute 2026/14' --on 2026-05-14
"$LUSTRUM" seal village/village.lustrum --sign commissioner --quiet
review | sed -n 3p

echo '==== sealed'
"$LUSTRUM" seal village/village.lustrum --sign reviewer
"$LUSTRUM" verify village/village.lustrum
review --out official $MORE | sed -n 3,6p
head -n 2 official/School.csv
sed -n '/"mode"/,/^  }/p' official/manifest.json
"$LUSTRUM" seal village/village.lustrum --agreed-by 'Minute 2026/15' --on 2026-06-14
echo "exit $?"

echo '==== layout and comments are free'
sed 's/^-- A framework.*/-- Mine./; s/  outcome, /  outcome,      /' village/village.lustrum >other
cp other village/village.lustrum
"$LUSTRUM" verify village/village.lustrum | tail -n 1

echo '==== a change of the rules'
sed 's/Pupils < 5/Pupils < 6/' other >village/village.lustrum
review --out official --quiet
echo "exit $?"
head -n 2 official/School.csv

echo '==== nothing of it without a place to remember seals'
cp other village/village.lustrum
XDG_STATE_HOME=relative HOME='' review --quiet
