cp _untidy.lustrum "$OUT/rules.lustrum" && chmod 640 "$OUT/rules.lustrum" && ln -s rules.lustrum "$OUT/link.lustrum"
"$LUSTRUM" fmt "$OUT/link.lustrum" && "$LUSTRUM" fmt "$OUT/rules.lustrum" && "$LUSTRUM" fmt - <_untidy.lustrum | cmp - "$OUT/rules.lustrum"
ls -l "$OUT" | awk 'NR > 1 { print $1, $9, $10, $11 }'
