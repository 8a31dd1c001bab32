# In one folder, by names alone: the hash of the bytes goes by the names as well.
cp _written_one_way.lustrum "$OUT/old.lustrum"
sed 's/>= 40%/>= 45%/; s/< 6 and/< 10 and/; s/"Passed"/"Passed \& more"/; /withheld/d' _written_one_way.lustrum >"$OUT/new.lustrum"
cd "$OUT"
"$LUSTRUM" diff old.lustrum new.lustrum --json
"$LUSTRUM" diff old.lustrum new.lustrum --html
