"$LUSTRUM" review village.lustrum --data village --quiet
echo "exit $?"
"$LUSTRUM" review village.lustrum --data village --year 2035/36 --quiet
echo "exit $?"
"$LUSTRUM" review village.lustrum --data nowhere --year 2025/26 --quiet
echo "exit $?"
mkdir "$OUT/years" && cp -r village "$OUT/years/2026-27"
"$LUSTRUM" review village.lustrum --data "$OUT/years" | sed -n 3p
cp -r village "$OUT/years/2027-28"
"$LUSTRUM" review village.lustrum --data "$OUT/years"
echo "exit $?"
"$LUSTRUM" review village.lustrum --data "$OUT/years" --year 2027/28 | sed -n 3p
"$LUSTRUM" review village.lustrum --data "$OUT/years" --year 2028/29
