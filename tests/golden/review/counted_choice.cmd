# `M.counted` is of the first reduction in the order of the text: `A if C otherwise B` begins with A.
mkdir "$OUT/d"
printf 'URN\nA\n' >"$OUT/d/s.csv"
printf 'UPN,URN,X\n1,A,4\n2,A,2\n3,A,0\n' >"$OUT/d/p.csv"
cat >"$OUT/r.lustrum" <<'END'
framework choice "Which rows are counted"
  edition   1
  term      2025/26 only
  rounding  half up

record School (Schools) from "s.csv"
  urn  key text  from "URN"

record Pupil (Pupils) from "p.csv"
  upn     key personal text     from "UPN"
  school  part of School        from "URN"
  x       outcome number 0 to 9  from "X"

measure m "M"
  outcome, shown to 1 place
  for each School
    value (mean of x over Pupils where x > 0) if number of Pupils > 2 otherwise 0
END
"$LUSTRUM" review "$OUT/r.lustrum" --data "$OUT/d" --year 2025/26 --out "$OUT/r" --quiet $MORE
echo "exit $?"
cat "$OUT/r/School.csv"
