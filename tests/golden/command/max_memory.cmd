# --max-memory: an amount of memory, not less than a review works with; what passes it goes to a file in
# TMPDIR that has no name.  Results are the same, and what cannot be kept is told and changes nothing.
V=../review/village.lustrum
review() { "$LUSTRUM" review $V --data ../review/village --year 2025/26 --quiet $MORE "$@" --threads 2; }
unset TMPDIR
say() { echo "== $*"; }

say no amounts
for size in 1X M 0 -5 1.5G 9999999999G 9223372036854775808 1024k '5 M'; do
    "$LUSTRUM" review x.lustrum --max-memory "$size"
    echo "exit $?"
done

say too little for two threads
review --out "$OUT/none" --max-memory 48M
echo "exit $?"
review --out "$OUT/none" --max-memory 1000
echo "exit $?"
"$LUSTRUM" review $V --data ../review/village --year 2025/26 --quiet $MORE --threads 1 --out "$OUT/none" --max-memory 32M
echo "exit $?"
ls "$OUT"

say the same bytes
review --out "$OUT/free"
review --out "$OUT/limited" --max-memory 64M && diff -r "$OUT/free" "$OUT/limited" && echo same
review --out "$OUT/spilled" --max-memory 67108864 --spill && diff -r "$OUT/free" "$OUT/spilled" && echo same

say nothing of it has a name
mkdir "$OUT/tmp"
TMPDIR=$OUT/tmp review --out "$OUT/spilled" --max-memory 64M --spill
ls -a "$OUT/tmp"

say no folder, and one that is kept in memory: results that were there are as they were
TMPDIR=$OUT/away review --out "$OUT/limited" --max-memory 64M --spill
echo "exit $?"
TMPDIR=/dev/shm review --out "$OUT/limited" --max-memory 64M --spill
echo "exit $?"
TMPDIR=/dev/shm review --out "$OUT/limited" --max-memory 64M && echo it was not needed
diff -r "$OUT/free" "$OUT/limited" && echo as they were

say a disk that is full
(ulimit -f 8 && review --max-memory 64M --spill)
echo "exit $?"

say what must be in memory is more than the limit
mkdir "$OUT/data"
printf 'URN,NAME\nA,Ash School\n' >"$OUT/data/schools.csv"
{
    echo UPN,URN
    seq 1000000 2700000 | sed 's/$/,A/'
} >"$OUT/data/pupils.csv"
cat >"$OUT/many.lustrum" <<'END'
framework many "Many pupils"
  edition   1
  term      2025/26 only
  rounding  half away from zero
  allow     small_groups because "Its pupils are made up"

record School (Schools) from "schools.csv"
  urn   key text       from "URN"
  name  identity text  from "NAME"

record Pupil (Pupils) from "pupils.csv"
  upn     key personal text  from "UPN"
  school  part of School     from "URN"

measure size "Pupils"
  outcome, higher is better, shown to whole number
  for each School
    value number of Pupils
END
"$LUSTRUM" review "$OUT/many.lustrum" --data "$OUT/data" --threads 1 --out "$OUT/limited" --max-memory 48M >"$OUT/told" 2>&1
echo "exit $?"
sed 's/[0-9][0-9]*M/NM/g' "$OUT/told"
diff -r "$OUT/free" "$OUT/limited" && echo as they were

say of other commands
for command in "why $V 1001 attainment --ascii" "reference $V" "impact $V $V" "pack $V --out $OUT/pack"; do
    "$LUSTRUM" $command --data ../review/village --year 2025/26 >"$OUT/one"
    one=$?
    [ ! -e "$OUT/pack" ] || mv "$OUT/pack" "$OUT/pack1"
    "$LUSTRUM" $command --data ../review/village --year 2025/26 --max-memory 64M --threads 2 --spill >"$OUT/two"
    echo "${command%% *}: $one $?"
    cmp "$OUT/one" "$OUT/two"
done
cmp "$OUT/pack1" "$OUT/pack"
"$LUSTRUM" replay "$OUT/free" --data ../review/village --max-memory 64M --spill --threads 2 --quiet
echo "replay: $?"
