cp _untidy.lustrum "$OUT/rules.lustrum"
(trap '' XFSZ; ulimit -f 0; "$LUSTRUM" fmt "$OUT/rules.lustrum" 2>&1; echo "exit $?") | cat
cmp _untidy.lustrum "$OUT/rules.lustrum" && ls "$OUT"
