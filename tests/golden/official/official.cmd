# Figures that hold; one official figure changed; more asked than there is; data that are refused;
# and no data at all.
run() { python3 ../../official/_run.py "$LUSTRUM" "$@" --tables village/tables; echo "ends with $?"; }
run village
for change in 's/10,fail/11,fail/' 's/10,fail/10,pass/' 's/^03,10/03,x/'; do
    mkdir -p "$OUT/data/village"
    sed "$change" village/data/village/published.csv >"$OUT/data/village/published.csv"
    run "$OUT" | grep -v -e L0590 -e '+-'
done
run "$OUT/nowhere"
run village town
