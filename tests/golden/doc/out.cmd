"$LUSTRUM" doc --html --out "$OUT" ../lint/not_caught.lustrum && ls "$OUT"
"$LUSTRUM" doc --out "$OUT/public.md" ../lint/not_caught.lustrum && head -n 1 "$OUT/public.md"
"$LUSTRUM" doc --quiet --json --out "$OUT" ../lint/not_caught.lustrum && head -n 3 "$OUT/not_caught.json"
"$LUSTRUM" doc --out "$OUT/nowhere/public.md" ../lint/not_caught.lustrum; echo $?
"$LUSTRUM" doc ../lint/faulty.lustrum
