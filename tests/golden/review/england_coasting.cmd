# Three years, each by the rule of its own year: facts S7, and a school that became an academy.
coasting=../../../examples/england_coasting
for phase in primary secondary; do
    "$LUSTRUM" review $coasting/$phase.lustrum --data $coasting/data/$phase --year 2015/16 --out "$OUT/out" $MORE
    echo "exit $?"
    cat "$OUT/out/School.csv"
done
