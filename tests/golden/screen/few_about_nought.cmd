# Numbers on both sides of nought in a few rows: the range is told, and not how many are on which side.
(echo score,gain,plain; for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo "$((i - 6)).$i,$((i * 40 - 60)),$((i + 100))"; done) >"$OUT/few.csv"
(echo score; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do echo "$((i - 10))"; done) >"$OUT/enough.csv"
timeout 20 "$LUSTRUM" screen "$OUT/few.csv"; echo "exit $?"
timeout 20 "$LUSTRUM" screen "$OUT/enough.csv"; echo "exit $?"
timeout 20 "$LUSTRUM" screen "$OUT/few.csv" --json | grep -A12 '"score"'
timeout 20 "$LUSTRUM" screen "$OUT/few.csv" --draft
