"$LUSTRUM" review village.lustrum --data village --year 2025/26 --exact --out "$OUT/out" $MORE &&
for file in "$OUT"/out/*.csv; do echo; echo "$file"; cat "$file"; done
