#!/bin/sh
# same.sh BUILD -- a review, and what the desks tell, is the same bytes for any threads, batch, width of numbers,
# order of rows, locale and time zone (manifest.json apart where the data files differ).
# SPDX-License-Identifier: Apache-2.0
set -eu
build=$1
work=$(mktemp -d /tmp/lustrum-test-XXXXXXXX) || exit 2 # as long anywhere: long paths are shown in part
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
lustrum=$build/lustrum
"$build/examples/england_secondary/generate" "$work/data" --schools 30 --seed 7
rules=examples/england_secondary/secondary.lustrum
year=$(ls "$work/data" | tail -n 1)
set -- --year "$year" --exact --quiet
data=$work/data

review() { # NAME OPTIONS...
    name=$1
    shift
    "$lustrum" review "$rules" --data "$data" --out "$work/$name" "$@" ||
        { echo "review $name failed"; exit 1; }
}
review first "$@" --threads 1
same() { # NAME OPTIONS...: as the first, every file
    name=$1
    review "$@"
    diff -r "$work/first" "$work/$name" >"$work/difference" ||
        { head -n 20 "$work/difference"; echo "$name differs"; exit 1; }
    rm -rf "${work:?}/$name"
}
same threads2 "$@" --threads 2
same threads7 "$@" --threads 7
same batch1 "$@" --threads 2 --batch 1
same batch3 "$@" --threads 3 --batch 3
same wide "$@" --force-lane wide
same exact "$@" --force-lane exact --batch 3
LC_ALL=de_DE.UTF-8 TZ=Asia/Kolkata same locale "$@"
LC_ALL=tr_TR.UTF-8 MALLOC_PERTURB_=170 same turkish "$@"

# The same data from a pack, however it was made and is read.
"$lustrum" pack "$rules" --data "$data" --year "$year" --threads 1 --out "$work/pack" --quiet
cp "$work/pack" "$work/pack1"
"$lustrum" pack "$rules" --data "$data" --year "$year" --threads 7 --out "$work/pack" --quiet
cmp "$work/pack1" "$work/pack" || { echo 'packs differ by threads'; exit 1; }
same packed "$@" --pack "$work/pack" --threads 3
same packed3 "$@" --pack "$work/pack" --verify-pack --batch 3
rm -f "$work/pack" "$work/pack1"

# With all that is large in a file whose pages leave memory again and again.
TMPDIR=$work same spilled "$@" --max-memory 1G --spill --threads 3
TMPDIR=$work same spilled3 "$@" --max-memory 1G --spill --batch 3 --threads 1

# A limit that is less than what the review takes holds: rows in order, and in none.
case $(nm "$lustrum" 2>/dev/null) in
*__asan_init* | *__tsan_init*) ;; # their own memory is not ours to limit
*)
    mkdir "$work/large"
    "$build/examples/england_secondary/generate" "$work/large" --schools 1800 --pupils 300000 --seed 9 --plain
    large() { # OUT OPTION...: prints the most memory it held, in MB
        to=$1
        shift
        TMPDIR=$work python3 tests/bench/peak.py "$lustrum" review examples/national/national.lustrum \
            --data "$work/large" --out "$work/$to" --year 2025/26 --quiet "$@"
    }
    for order in by_pupil by_grade; do
        free=$(large free --threads 1) || exit 1
        limited=$(large limited --max-memory 48M --threads 1) || exit 1
        [ "$free" -gt 60 ] || { echo "there was no need of a limit: $free MB"; exit 1; }
        [ "$limited" -le 48 ] || { echo "rows $order: $limited MB are more than 48M"; exit 1; }
        diff -r "$work/free" "$work/limited" || { echo 'limited memory differs'; exit 1; }
        limited=$(large limited --max-memory 64M --threads 2) || exit 1
        [ "$limited" -le 64 ] || { echo "rows $order, two threads: $limited MB are more than 64M"; exit 1; }
        diff -r "$work/free" "$work/limited" || { echo 'limited memory of two threads differs'; exit 1; }
        head -n 1 "$work/large/results.csv" >"$work/one"
        tail -n +2 "$work/large/results.csv" | sort -t, -k 4 >>"$work/one"
        mv "$work/one" "$work/large/results.csv"
    done
    rm -rf "$work/large" "$work/free" "$work/limited"
    ;;
esac

# Figures explained, with the values of single persons; the paths of the data apart.
key=$(sed -n 2p "$data/$year/schools.csv" | cut -d, -f1)
pupil=$(sed -n 2p "$data/$year/pupils.csv" | cut -d, -f1)
explain() { # NAME OPTIONS...
    name=$1
    shift
    for form in --json --html --ascii; do
        "$lustrum" why "$rules" "$key" progress_8 "$key" yearly "$key" warning_notice nation attainment_8 \
            "$pupil" attainment_8 "$pupil" progress_8 --data "$data" --year "$year" --personal $form "$@" ||
            { echo "why $name failed"; exit 1; }
    done | sed -e "s|$data|DATA|g; s|…/${data##*/}/|…/DATA/|g; s|[.][.][.]/${data##*/}/|.../DATA/|g" -e 's/  */ /g' >"$work/why.$name"
    cmp "$work/why.first" "$work/why.$name" || { echo "why $name differs"; exit 1; }
}
explain first --threads 1
explain threads3 --threads 3
explain batch3 --threads 2 --batch 3
explain exact --force-lane exact

# What the desks tell of frameworks and of results: the same words on both streams.
"$build/examples/england_secondary/generate" "$work/plain" --schools 40 --pupils 20 --seed 5 --plain
cp -r "$work/plain" "$work/other"
sed -i '2,9s/,5,/,4,/' "$work/other/results.csv"
old=examples/national/national.lustrum
new=$work/new.lustrum
sed 's/shown to 1 place/shown to 2 places/; s/Pupils < 5/Pupils < 6/' "$old" >"$new"
cmp -s "$old" "$new" && { echo 'the rules are not changed'; exit 1; }
for pair in plain other; do
    "$lustrum" review "$old" --data "$work/$pair" --out "$work/out_$pair" --quiet
done
cmp -s "$work/out_plain/School.csv" "$work/out_other/School.csv" && { echo 'the results are the same'; exit 1; }
tell() { # NAME MOST WORDS...: nothing worse than MOST
    most=$2
    echo "-- $3" >>"$work/desk.$1"
    name=$1
    shift 2
    "$lustrum" "$@" >>"$work/desk.$name" 2>&1 || [ $? -le "$most" ] ||
        { echo "$* $name failed"; tail -n 5 "$work/desk.$name"; exit 1; }
}
desk() { # NAME THREADS BATCH
    name=$1
    both="--threads $2 --batch $3"
    tell "$name" 1 diff "$old" "$new"
    tell "$name" 1 diff "$old" "$new" --json
    for form in --ascii --json --html; do
        tell "$name" 0 impact "$old" "$new" --data "$work/plain" $form $both
        tell "$name" 1 compare "$work/out_plain" "$work/out_other" $form --threads "$2"
        tell "$name" 1 compare "$work/out_plain" "$work/out_other" --before "$work/plain" \
            --after "$work/other" $form --threads "$2"
    done
    tell "$name" 0 replay "$work/out_plain" --data "$work/plain" $both
    tell "$name" 0 replay "$work/out_plain" --data "$work/plain" --json $both
    tell "$name" 1 reference "$old" --data "$work/plain" $both
    tell "$name" 1 reference "$old" --data "$work/plain" --json $both
    cmp "$work/desk.first" "$work/desk.$name" || { echo "the desk of $name differs"; exit 1; }
}
desk first 1 1000
desk threads2 2 1000
desk threads7 7 3
desk batch1 2 1

# Rows in another order: every file but the manifest, which names the data's hashes.
mkdir "$work/shuffled"
for folder in "$data" "$data"/*/; do
    folder=${folder%/}
    for file in "$folder"/*.csv; do
        [ -e "$file" ] || continue
        to=$work/shuffled/${file#"$data"/}
        mkdir -p "$(dirname "$to")"
        head -n 1 "$file" >"$to"
        tail -n +2 "$file" | shuf --random-source="$file" >>"$to"
    done
done
data=$work/shuffled
explain rows
review rows "$@"
rm "$work/first/manifest.json" "$work/rows/manifest.json"
diff -r "$work/first" "$work/rows" >"$work/difference" ||
    { head -n 20 "$work/difference"; echo 'shuffled rows differ'; exit 1; }
rm -rf "$work"
