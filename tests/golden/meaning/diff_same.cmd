"$LUSTRUM" diff _written_one_way.lustrum _written_another_way.lustrum
echo "exit $?"
sed 's/"Passed"/"Passed both"/' _written_one_way.lustrum >"$OUT/words.lustrum"
"$LUSTRUM" diff _written_one_way.lustrum "$OUT/words.lustrum"
echo "exit $?"
"$LUSTRUM" diff _written_one_way.lustrum
"$LUSTRUM" diff _written_one_way.lustrum absent.lustrum
"$LUSTRUM" diff _written_one_way.lustrum ../check/band_dead.lustrum
