# Rules that use the reference of an earlier year are packed without it, and reviewed from the pack with it.
cp ../meaning/_impact_reference.lustrum "$OUT/rules.lustrum"
cd "$OUT"
mkdir -p data/2025-26 data/2026-27
printf 'URN,PHASE,POINTS\n1,first,40\n2,first,50\n3,middle,60\n' >data/2025-26/schools.csv
printf 'URN,PHASE,POINTS\n1,first,38\n2,middle,50\n3,upper,60\n' >data/2026-27/schools.csv
"$LUSTRUM" reference rules.lustrum --data data --year 2025/26 --out ref.csv --quiet
"$LUSTRUM" pack rules.lustrum --data data --year 2026/27 --out it.pack; echo "exit $?"
review() { "$LUSTRUM" review rules.lustrum --data data --year 2026/27 --use-reference ref.csv --quiet $MORE "$@"; echo "exit $?"; }
review --out from_files
review --out from_pack --pack it.pack --verify-pack
diff -r from_files from_pack && echo 'the same bytes'
