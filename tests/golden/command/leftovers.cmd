# What runs that were killed left beside a file or folder is removed by the next that writes it; what a living
# process is at is not, nor is what only looks like it.
village=$PWD/../review/village keys=$PWD/../term/_keys
cd "$OUT" || exit 2
gone=4194999 # no process can have that number
cp -r $village data && cp $village.lustrum .
leave() { # NAME: of a dead process, of a living one, and what is none
    echo dead >$1.part-$gone && echo living >$1.part-$$ && echo none >$1.part-$gone.bak && echo none >$1.part-
}
told() { ls -d $1* | sed "s/$$/PID/; s/$gone/GONE/" | sort; rm -rf $1.part-*; }
echo '==== reference, doc'
leave ref.csv && leave page.html
"$LUSTRUM" reference village.lustrum --data data --year 2025/26 --out ref.csv --quiet; told ref.csv
"$LUSTRUM" doc village.lustrum --out page.html; told page.html
echo '==== a record that waits for signatures, and the log'
leave village.seal.pending && leave village.seal
for who in commissioner reviewer; do cp "$keys/$who" . && chmod 600 $who; done
"$LUSTRUM" seal village.lustrum --keys "$keys/board.pub" --threshold 2 --agreed-by 'Minute 1' --on 2025-05-14 --quiet
told village.seal.pending
leave village.seal
"$LUSTRUM" seal village.lustrum --sign commissioner --quiet && "$LUSTRUM" seal village.lustrum --sign reviewer --quiet; told village.seal
rm -f village.seal*
echo '==== a review, its list of faulty cells, a bundle'
mkdir out.part-$gone out.part-$$ && leave out.problems.csv
"$LUSTRUM" review village.lustrum --data data --year 2025/26 --out out --quiet $MORE; told out
"$LUSTRUM" review village.lustrum --data data --year 2025/26 --out out --quiet $MORE
sed 's/,20.5$/,many/' data/pupils.csv >other && cp -r data wrong && cp other wrong/pupils.csv && leave out.problems.csv
"$LUSTRUM" review village.lustrum --data wrong --year 2025/26 --out out --quiet 2>/dev/null; told out.problems
mkdir -p appeal.part-$gone/data appeal.part-$$
"$LUSTRUM" bundle 1003 out --data data --out appeal --quiet; told appeal
echo '==== a link is no leftover'
echo mine >mine && ln -s mine ref.csv.part-$gone && ln -s data appeal2.part-$gone
"$LUSTRUM" reference village.lustrum --data data --year 2025/26 --out ref.csv --quiet; told ref.csv
"$LUSTRUM" bundle 1003 out --data data --out appeal2 --quiet; told appeal2; ls data; cat mine
