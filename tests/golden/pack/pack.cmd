# A pack gives the results of the files that it was made of, byte for byte, also of earlier years and
# for rules whose lines and formulas have changed; it is refused where files or declarations have.
cd "$OUT"
say() { echo "== $*"; }
rules() { # LINE FIELD
    cat <<END
framework village "Village schools"
  edition   1
  term      2024/25 to 2028/29
  rounding  half away from zero
  allow     small_groups because "Its pupils are made up"

record Trust (Trusts) named by School.trust

record School (Schools) from "schools.csv"
  urn    key text          from "URN"
  name   identity text     from "NAME"
  trust  part of Trust     from "TRUST", missing "" as standalone "no trust"

record Pupil (Pupils) from "pupils.csv"
  upn     key personal text                 from "UPN"
  school  part of School                    from "URN", missing "-" as left_school
  born    context date                      from "BORN", missing "" as no_date
  points  outcome number 0 to 90 in points  from "POINTS", missing "X" as absent "did not sit"
  long    outcome number                    from "LONG"
  girl    context yes or no                 from "GIRL", yes "1", no "0"
  entry   context school year               from "ENTRY"

measure attainment "Attainment"
  outcome, in points, higher is better, shown to 2 places
  for each School
    value mean of known $2 over Pupils
    bands
      above "Above" when value >= $1
      below "Below" otherwise
      none  "None"  when missing
  for each Trust
    value mean of known points over Pupils

measure change "Change in a year"
  outcome, gap, in points, higher is better, shown to 2 places
  for each School
    value attainment - attainment[1 year before]
END
}
year() { # FOLDER POINTS
    mkdir -p "data/$1"
    printf 'URN,NAME,TRUST\n101,Hill School,Oak\n102,Mill School,\n103,Lake School,Oak\n' >"data/$1/schools.csv"
    {
        echo 'UPN,URN,BORN,POINTS,LONG,GIRL,ENTRY'
        echo "CANARY1,101,2010-01-31,$2,1234567890123456789012345678901234567890.5,1,2020/21"
        echo "CANARY2,101,,$2.25,2,0,2021/22"
        echo "CANARY3,102,2010-02-28,X,-0.125,1,2020/21"
        echo "CANARY4,-,2010-02-28,30,7,1,2020/21"
        echo "CANARY5,103,2010-03-01,41,7,1,2020/21"
    } >"data/$1/pupils.csv"
}
year 2024-25 40
year 2025-26 50
rules 45 points >rules.lustrum
pack() { "$LUSTRUM" pack rules.lustrum --data data --year 2025/26 --out "$@"; }
review() { "$LUSTRUM" review rules.lustrum --data data --year 2025/26 --quiet $MORE "$@"; }

say a pack of two years, and the same results from it
pack it.pack
ls -l it.pack | cut -c 1-10
review --out from_files
review --out from_pack --pack it.pack
diff -r from_files from_pack && echo 'the same bytes'
cat from_pack/School.csv
grep -c CANARY it.pack

say other lines and other fields, the same pack
rules 41 long >rules.lustrum
review --out from_files
review --out from_pack --pack it.pack
diff -r from_files from_pack && echo 'the same bytes'
cat from_pack/School.csv

say it is made once more, in its own place
pack it.pack --quiet
review --pack it.pack --verify-pack && echo good

say a file of an earlier year was written to
cp -rp data/2024-25 kept
year 2024-25 40
touch -d '2001-02-03' data/2024-25/pupils.csv
review --pack it.pack
echo "exit $?"
rm -r data/2024-25 && mv kept data/2024-25
review --pack it.pack --verify-pack && echo good

say the same size and time, other bytes
touch -d 2001-02-03 stamp
sed -i 's/41,7,1/42,7,1/' data/2025-26/pupils.csv
touch -r stamp data/2025-26/pupils.csv
pack it.pack --quiet
sed -i 's/42,7,1/43,7,1/' data/2025-26/pupils.csv
touch -r stamp data/2025-26/pupils.csv
review --pack it.pack --verify-pack
echo "exit $?"
pack it.pack --quiet

say a year that is gone, and one that the pack has not
mv data/2024-25 data/away
review --pack it.pack
echo "exit $?"
mv data/away data/2024-25
"$LUSTRUM" review rules.lustrum --data data --year 2024/25 --quiet --pack it.pack && echo good
cp -r data/2025-26 data/2026-27
"$LUSTRUM" review rules.lustrum --data data --year 2026/27 --quiet --pack it.pack
echo "exit $?"
rm -r data/2026-27

say a mark means something else now
rules 41 long | sed 's/missing "X" as absent/missing "Y" as absent/' >rules.lustrum
review --pack it.pack
echo "exit $?"
rules 41 long >rules.lustrum

say what rules read of persons is in it only where they did when it was made
cat >>rules.lustrum <<'END'

measure names "Pupils"
  outcome, higher is better, shown to whole number
  for each School
    value number of different upn over Pupils
END
review --pack it.pack
echo "exit $?"
pack it.pack --quiet && review --pack it.pack && echo good
rules 41 long >rules.lustrum

say no pack, half a pack, no file
review --pack rules.lustrum
echo "exit $?"
head -c 5000 it.pack >half.pack
review --pack half.pack
echo "exit $?"
review --pack absent.pack
echo "exit $?"

say what is no pack is not replaced, and a name is wanted
pack rules.lustrum
echo "exit $?"
pack away/it.pack
echo "exit $?"
pack ''
echo "exit $?"
ls

say data with faults make no pack, and warnings are told
sed -i 's/CANARY5,103/CANARY5,104/' data/2025-26/pupils.csv
pack other.pack
echo "exit $?"
sed -i 's/CANARY5,104/CANARY5,103/; s/Hill School/=Hill School/' data/2025-26/pupils.csv data/2025-26/schools.csv
pack other.pack
"$LUSTRUM" review rules.lustrum --data data --year 2025/26 --pack other.pack --ascii | head -n 3
ls
