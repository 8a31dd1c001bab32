sed 's/>= 40%/>= 45%/; s/< 6 and/< 10 and/; s/"Passed"/"Passed \& more"/; /withheld/d' _written_one_way.lustrum >"$OUT/new.lustrum"
"$LUSTRUM" diff _written_one_way.lustrum "$OUT/new.lustrum" --json
"$LUSTRUM" diff _written_one_way.lustrum "$OUT/new.lustrum" --html
