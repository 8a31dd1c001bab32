# Nothing is written where nothing was asked for, the results are no longer what they were, or another file stands there.
review() { "$LUSTRUM" review ../report/_village.lustrum --data ../report/_village --year 2025/26 --out "$OUT/results" --quiet; }
review && cd "$OUT" || exit 9
"$LUSTRUM" export results
echo x >mine && "$LUSTRUM" export results --sqlite mine
"$LUSTRUM" export results --sqlite results/results.db
"$LUSTRUM" export nowhere --sqlite results.db
echo >>results/School.csv && "$LUSTRUM" export results --xlsx results.xlsx
status=$?
ls && exit $status
