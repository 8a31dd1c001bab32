mkfifo "$OUT/rules"
"$LUSTRUM" check "$OUT/rules"
echo "exit $?"
"$LUSTRUM" check "$OUT"
