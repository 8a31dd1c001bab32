# A framework of the next term under the old name; rules that are not sealed, or not yet; options
# that are given and wrong; amendments out of time.
if [ -z "${HIDDEN-}" ]; then
    HIDDEN=1 sh ./again.cmd 2>&1 | sed 's/sha256:[0-9a-f]*/sha256:.../'
    exit
fi
here=$PWD
cd "$OUT" || exit 2
for who in commissioner reviewer; do cp "$here/_keys/$who" . && chmod 600 "$who"; done
cp "$here/_keys/board.pub" . && cp "$here/_village.lustrum" village.lustrum
keys="--keys board.pub"
agreed() { "$LUSTRUM" seal "$@" --agreed-by 'Minute 2025/1'; }
said() { "$@"; echo "exit $?"; }

echo '==== not sealed'
said "$LUSTRUM" verify village.lustrum

echo '==== options that are given and wrong'
said agreed village.lustrum $keys --threshold 2 --on 2026-05-32
said agreed village.lustrum $keys --threshold 4 --on 2025-05-14
said "$LUSTRUM" seal village.lustrum $keys --threshold 2 --agreed-by 'the "Board"' --on 2025-05-14
ls *.pending 2>/dev/null

echo '==== one signature is enough'
said agreed village.lustrum $keys --threshold 1 --on 2025-05-14
rm village.seal.pending

echo '==== not sealed yet'
agreed village.lustrum $keys --threshold 2 --on 2025-05-14 --quiet
said "$LUSTRUM" verify village.lustrum
"$LUSTRUM" seal village.lustrum --sign commissioner --quiet
said "$LUSTRUM" verify village.lustrum
cp village.lustrum kept
sed 's/>= 50/>= 40/' kept >village.lustrum
said "$LUSTRUM" verify village.lustrum
cp kept village.lustrum
"$LUSTRUM" seal village.lustrum --sign reviewer --quiet
"$LUSTRUM" verify village.lustrum | head -n 1

echo '==== the next term under the old name is refused before anybody signs'
mkdir next elsewhere
sed 's|2025/26 to 2029/30|2030/31 to 2034/35|' kept >next/village.lustrum
said agreed next/village.lustrum $keys --threshold 2 --on 2030-05-14
ls next

echo '==== also where another computer prepared it'
XDG_STATE_HOME=$OUT/elsewhere agreed next/village.lustrum $keys --threshold 2 --on 2030-05-14 --quiet
said "$LUSTRUM" seal next/village.lustrum --sign reviewer
ls next && rm next/village.seal.pending

echo '==== under another name it is sealed'
sed 's/framework village/framework village_2030/' next/village.lustrum >next/village_2030.lustrum
agreed next/village_2030.lustrum $keys --threshold 2 --on 2030-05-14 --quiet
"$LUSTRUM" seal next/village_2030.lustrum --sign commissioner --quiet
"$LUSTRUM" seal next/village_2030.lustrum --sign reviewer --quiet
"$LUSTRUM" verify next/village_2030.lustrum | head -n 1
"$LUSTRUM" verify village.lustrum | head -n 1

echo '==== amendments out of time'
sed 's/>= 50/>= 40/' kept >village.lustrum
cat >>village.lustrum <<'RULES'

amendment fairer "Fairer bands" of attainment.high from 2026/27 article "12" because "Half of the schools were low"
RULES
said agreed village.lustrum --on 2025-05-13
ls village.seal*
said agreed village.lustrum --on 2027-09-01 --quiet
rm village.seal.pending
said agreed village.lustrum --on 2027-08-31 --quiet
