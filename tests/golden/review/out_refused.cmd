cp -r village "$OUT/data"
review() { "$LUSTRUM" review village.lustrum --data "$OUT/data" --year 2025/26 --quiet --out "$1"; echo "exit $?"; }
review "$OUT/data/out"
mkdir "$OUT/mine" && echo notes >"$OUT/mine/notes.txt"
review "$OUT/mine"
review "$OUT/data"
review "$OUT/out"
ln -s out "$OUT/link"
review "$OUT/link"
echo notes >"$OUT/out/notes.txt"
review "$OUT/out"
review "$OUT/nowhere/out"
review ..
ls "$OUT"
