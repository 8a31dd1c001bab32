# Worked examples of the framework in examples/england_floor that it has no room for.
cp ../../../examples/england_floor/primary.lustrum "$OUT"
cat _england_floor_primary.examples >>"$OUT/primary.lustrum"
"$LUSTRUM" test "$OUT/primary.lustrum"
