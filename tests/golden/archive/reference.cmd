# Results that used a frozen reference: replayed with it, and told apart by it.
village=../review/village
cp -r $village "$OUT/data"
cp $village.lustrum "$OUT"
cd "$OUT"
"$LUSTRUM" reference village.lustrum --data data --year 2025/26 --out data/frozen.csv --quiet; echo "exit $?"
"$LUSTRUM" review village.lustrum --data data --year 2025/26 --out made --quiet $MORE; echo "exit $?"
"$LUSTRUM" review village.lustrum --data data --year 2025/26 --use-reference data/frozen.csv --out used --quiet; echo "exit $?"
"$LUSTRUM" replay used --data data; echo "exit $?"
"$LUSTRUM" verify used --quiet; echo "exit $?"
mv data/frozen.csv elsewhere.csv
"$LUSTRUM" replay used --data data --quiet 2>&1 | grep '^error\|^Fix'
"$LUSTRUM" replay used --data data --use-reference elsewhere.csv --quiet; echo "exit $?"
sed 's/12.6572/12.6573/; s/31643\/2500/31644\/2500/' elsewhere.csv >other.csv; cmp -s elsewhere.csv other.csv || echo "another reference"
"$LUSTRUM" replay used --data data --use-reference other.csv --quiet 2>&1 | grep '^error'
"$LUSTRUM" review village.lustrum --data data --year 2025/26 --use-reference other.csv --out used2 --quiet; echo "exit $?"
"$LUSTRUM" compare used used2; "$LUSTRUM" compare made used | head -1
"$LUSTRUM" bundle 1003 used --data data --use-reference elsewhere.csv --out appeal --personal --quiet; cmp appeal/reference.csv elsewhere.csv && echo "that which was used"
