# Every form of a small review; the layout of Explore Education Statistics as it is.
review() { "$LUSTRUM" review ../report/_village.lustrum --data ../report/_village --year 2025/26 --out "$OUT/results" --quiet; }
review && cd "$OUT" && "$LUSTRUM" export results --sqlite results.db --xlsx results.xlsx --ees ees &&
    "$LUSTRUM" export results --json --sqlite results.db && cat ees/data.csv ees/data.meta.csv && stat -c %a results.db ees ees/data.csv
