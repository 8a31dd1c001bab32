# A file whose first row is a pupil: columns go by their letters, and the row is not shown.
cd "$OUT" && awk 'BEGIN { for (i = 0; i < 40; i++) printf "A3000%08d,Zq%d,2009-01-%02d,%d\n", i, i, 1 + i % 28, i % 3 }' >people.csv &&
    "$LUSTRUM" screen people.csv && "$LUSTRUM" screen --draft people.csv
