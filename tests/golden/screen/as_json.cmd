here=$PWD && cd "$OUT" && . "$here/_data.sh" && "$LUSTRUM" screen --json schools.csv pupils.csv
