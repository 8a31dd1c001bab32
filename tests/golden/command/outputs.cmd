# What a command makes takes the place of an older one only: rules, data, devices, pipes and folders
# of results are left alone.
cp -r ../review/village "$OUT/data"
cp ../review/village.lustrum "$OUT"
cd "$OUT"
V=village.lustrum
say() { echo "-- $*"; "$LUSTRUM" "$@"; echo "exit $?"; }
say doc $V --out village.md
say doc $V --out village.md
say doc $V --out $V
say doc $V --html --out village.md
mkfifo pipe
say doc $V --out pipe
say test $V --junit data/pupils.csv --quiet
say reference $V --data data --year 2025/26 --out data/pupils.csv --quiet
say reference $V --data data --year 2025/26 --out ref.csv --quiet
say reference $V --data data --year 2025/26 --out ref.csv --quiet
say reference $V --data data --year 2025/26 --vintage x
say review $V --data data --year 2025/26 --out results --quiet
say doc $V --out results/village.md
cmp $V "$OLDPWD/../review/village.lustrum" && cmp data/pupils.csv "$OLDPWD/../review/village/pupils.csv" && test -p pipe && echo untouched
(printf '\357\273\277-- a comment after a byte-order mark\n'; cat $V) >mark.lustrum
say check mark.lustrum
