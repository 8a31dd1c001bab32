"$LUSTRUM" doc --html --out "$OUT" ../lint/not_caught.lustrum && ls "$OUT"
"$LUSTRUM" doc --out "$OUT/public.md" ../lint/not_caught.lustrum && head -n 1 "$OUT/public.md"
"$LUSTRUM" doc --quiet --json --out "$OUT" ../lint/not_caught.lustrum && head -n 3 "$OUT/not_caught.json"
"$LUSTRUM" doc --out "$OUT/nowhere/public.md" ../lint/not_caught.lustrum; echo $?
echo '==== a path that ends in / is a folder, and is made'
"$LUSTRUM" doc --html --out "$OUT/site/" ../lint/not_caught.lustrum && ls "$OUT/site"
"$LUSTRUM" doc --out "$OUT/site/" ../lint/not_caught.lustrum && ls "$OUT/site"
"$LUSTRUM" doc --out "$OUT/nowhere/site/" ../lint/not_caught.lustrum; echo $?
"$LUSTRUM" doc --html --out "$OUT/page" ../lint/not_caught.lustrum && [ -f "$OUT/page" ] && echo a file
"$LUSTRUM" doc ../lint/faulty.lustrum
