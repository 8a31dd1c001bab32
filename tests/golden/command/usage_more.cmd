# Standard input, forms of two, names without an ending, long paths, git's seven words, and where seals are remembered.
say() { echo "-- $*" | cut -c 1-120; "$LUSTRUM" "$@"; echo "exit $?"; }
here=$PWD
cp -r ../review/village ../review/village.lustrum "$OUT" && cd "$OUT" || exit 2
V=village.lustrum
"$LUSTRUM" fmt --quiet $V
sed 's/^  edition  */  edition /' $V >loose.lustrum
echo '==== numbers'
say check $V --year '2 25/26'
say review $V --max-memory 18446744073709551619
echo '==== laid out'
"$LUSTRUM" fmt - <$V | cmp - $V && echo the same
"$LUSTRUM" fmt - <loose.lustrum | cmp - $V && echo the same
for option in --check --diff '--check --diff'; do
    for file in $V loose.lustrum; do echo "-- fmt $option - <$file"; "$LUSTRUM" fmt $option - <$file; echo "exit $?"; done
done
echo 'framework' | "$LUSTRUM" fmt -; echo "exit $?"
say fmt loose.lustrum --quiet
say fmt loose.lustrum
echo '==== documents'
cp $V rules && cp $V .lustrum && mkdir docs
say doc rules --out docs
say doc .lustrum --out docs/
say doc $V --json --html --out docs/
say doc $V --out "$(printf '%5000s' x | tr ' ' x)"
ls -A docs
echo '==== git'
sed 's/lower > 40/lower > 30/' $V >other.lustrum
say diff $V $V 0 100644 other.lustrum 1 100644
say diff $V /dev/null 0 000000 other.lustrum 1 100644
say diff $V $V 0 100644 /dev/null 1 000000
echo 'framework' >faulty.lustrum
say diff $V $V 0 100644 faulty.lustrum 1 100644 2>/dev/null
echo '==== tables, references and results'
say why $V nation attainment --data village --year 2025/26 --table School=village/schools.csv --ascii | sed -n 1,3p
"$LUSTRUM" reference $V --data village --year 2025/26 --out frozen.csv --quiet && cp frozen.csv frozen && say verify frozen
head -c 9 frozen.csv >begun && say verify begun
"$LUSTRUM" review $V --data village --year 2025/26 --out results --quiet
say export results --json --sqlite 'a"b\.db'
say export results --xlsx a/
mkdir ees && say export results --sqlite
say bundle 1001 'the results'
say bundle 1001 results
