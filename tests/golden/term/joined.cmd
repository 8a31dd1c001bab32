# A record that joined the log, when whoever put it there was ended before it waited no longer: it waits for nothing.
keys=$PWD/_keys
mkdir -p "$OUT/official"
cp ../review/village.lustrum "$OUT/official/village.lustrum"
cd "$OUT" || exit 2
for who in commissioner reviewer; do cp "$keys/$who" . && chmod 600 "$who"; done
seal() { "$LUSTRUM" seal official/village.lustrum --agreed-by 'Minute 2026/14' --on 2026-05-14 --quiet "$@"; }
seal --keys "$keys/board.pub" --threshold 2 && seal --sign commissioner
cp official/village.seal.pending waits
seal --sign reviewer
echo '==== a signature that comes once more'
cp waits official/village.seal.pending
seal --sign reviewer; echo "exit $?"
ls official
echo '==== and other keys, prepared next'
cp waits official/village.seal.pending
cat "$keys/commissioner.pub" "$keys/reviewer.pub" >new.pub
seal --keys new.pub --threshold 1; echo "exit $?"
sed -n 2p official/village.seal.pending
echo '==== what waits and is another still does'
seal --keys new.pub --threshold 1; echo "exit $?"
