# The worked examples of the framework in examples/england_secondary, which has no room for them all.
cp ../../../examples/england_secondary/*.lustrum "$OUT"
cat _england_secondary.examples >>"$OUT/secondary.lustrum"
"$LUSTRUM" test "$OUT/secondary.lustrum"
