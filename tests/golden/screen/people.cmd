# Two files that belong together; nothing of a person is shown.
here=$PWD && cd "$OUT" && . "$here/_data.sh" && "$LUSTRUM" screen schools.csv pupils.csv
