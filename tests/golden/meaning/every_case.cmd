# Every framework of the cases has a form, and differs in nothing from itself.
for rules in ../*/*.lustrum ../../../examples/*/*.lustrum; do
    "$LUSTRUM" check "$rules" --quiet >/dev/null 2>&1 || continue
    head -c 4000 "$rules" | grep -q '^framework ' || continue
    "$LUSTRUM" diff "$rules" "$rules" >"$OUT/said" 2>&1 || { echo "$rules: exit $?"; cat "$OUT/said"; }
done
