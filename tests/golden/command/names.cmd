# Names of files and values of options are told so that nothing in them steers a terminal; pipes are not waited for.
village=../review/village
cp -r $village $village.lustrum "$OUT"
cd "$OUT" || exit 2
odd=$(printf 'a\033[31mb\001')
cp village.lustrum "$odd.lustrum"
mkdir "$odd"
try() { # WORDS: the first line of each stream, and how it ends
    timeout 20 "$LUSTRUM" "$@" --ascii >out.txt 2>err.txt
    status=$?
    LC_ALL=C grep -q "$(printf '[\001-\010\013-\037]')" out.txt err.txt && echo "raw: $1"
    head -q -n 1 err.txt out.txt
    echo "exit $status"
}
echo '==== names'
for command in check lint doc "test --coverage" "test --mutate" "fmt --check"; do try $command "$odd.lustrum"; done
try doc village.lustrum --out "$odd"
try reference village.lustrum --data village --year 2025/26 --out "$odd/a/b"
try review village.lustrum --data village --year 2025/26 --out "$odd"
try review village.lustrum --data village --year 2025/26 --out "$odd.out" $MORE
tail -n 12 out.txt | grep '  in '
try verify "$odd.out"
try replay "$odd.out" --data village
try test village.lustrum --of "$odd"
try lint village.lustrum --of "$odd"
try review village.lustrum --data village --year 2025/26 --table "Pupil=$odd"
try verify "$odd.csv"
echo '==== names of nothing, years of nothing'
try replay "$odd.out" --data village --out ''
try test village.lustrum --year 2040/41
echo '==== pipes'
mkfifo pipe pipe.lustrum pipe.seal pipe.csv village.seal
try check pipe.lustrum
try verify pipe.lustrum
try verify pipe.seal
try verify village.lustrum
try verify pipe.csv
try verify "$odd.out" --keys pipe
try replay "$odd.out" --data village --table Pupil=pipe
rm village.seal
try review village.lustrum --data village --year 2025/26 --compare-with pipe
try seal village.lustrum --keys pipe --threshold 2 --agreed-by Minute --on 2026-05-14
echo '==== logs that are none'
: >empty.seal; printf '\377\000x' >bytes.seal
try verify empty.seal
try verify bytes.seal
