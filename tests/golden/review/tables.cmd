sed 1q village/pupils.csv >"$OUT/few.csv" && grep P1, village/pupils.csv >>"$OUT/few.csv"
"$LUSTRUM" review village.lustrum --data village --year 2025/26 --table Pupil="$OUT/few.csv" | grep csv
"$LUSTRUM" review village.lustrum --data village --year 2025/26 --table Pupils="$OUT/few.csv"
