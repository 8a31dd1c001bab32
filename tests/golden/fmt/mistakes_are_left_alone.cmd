printf 'framework x "X\n  edition 1\n' >"$OUT/broken.lustrum"
cp "$OUT/broken.lustrum" "$OUT/copy"
"$LUSTRUM" fmt "$OUT/broken.lustrum"
status=$?
cmp "$OUT/copy" "$OUT/broken.lustrum" && exit $status
