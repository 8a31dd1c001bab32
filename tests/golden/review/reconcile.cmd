# Totals beside ours: equal, within, too far, only reported, missing; of records and of the nation.
mkdir -p "$OUT/data"
rules() {
    cat >"$OUT/rules.lustrum" <<RULES
framework totals "Totals"
  edition   1
  term      2025/26 to 2029/30
  rounding  half away from zero

record Region (Regions) from "all.csv", rows where TYPE is "4"
  code    key text  from "REGION"
  place   key text  from "URN", missing "" as everywhere
  pupils  context whole number  from "PUPILS", missing "SUPP" as too_few "too few"
  share   context %             from "SHARE", missing "" as no_share "no share"

record England (Englands) from "all.csv", rows where TYPE is "5"
  pupils  context whole number  from "PUPILS"

record School (Schools) from "all.csv", rows where TYPE is "1"
  urn     key text              from "URN"
  region  part of Region        from "REGION", "PLACE"
  pupils  context whole number  from "PUPILS", missing "SUPP" as too_few
  girls   context whole number  from "GIRLS", missing "SUPP" as too_few

measure size "Pupils"
  context, in pupils, higher is better, shown to whole number
  for each School
    value pupils in pupils

reconcile pupils "Pupils" for each Region
  pupils with sum of known pupils over Schools$1
reconcile girls "Share of girls" for each Region
  share with (sum of known girls over Schools) / (sum of known pupils over Schools) in %, reported only because "The file rounds it"
reconcile england "Pupils of the nation" for the nation
  (the one pupils over Englands) with sum of known pupils over Regions$2
RULES
}
review() {
    "$LUSTRUM" review "$OUT/rules.lustrum" --data "$OUT/data" --year 2025/26 --out "$OUT/out" $MORE >"$OUT/said" 2>&1
    status=$?
    sed -n '/^error/,$p; /^  Totals/,/^$/p' "$OUT/said"
    echo "exit $status"
}
cat >"$OUT/data/all.csv" <<DATA
TYPE,REGION,PLACE,URN,PUPILS,GIRLS,SHARE
1,N,,1,100,52,
1,N,,2,101,49,
1,S,,3,SUPP,SUPP,
1,E,,4,30,10,
4,N,,,200,,50.2
4,S,,,2,,
4,E,,,30,,33.3
4,W,,,SUPP,,
5,,,,233,,
DATA
rules "" ""
review
[ ! -e "$OUT/out" ] || echo "results were written"
rules ', within 1% of pupils because "A pupil may be on roll twice"' ', within 1 because "Rounded"'
review
rules ', within 2 because "Few pupils are not published"' ', within 1 because "Rounded"'
review
sed -n '/"totals"/,$p' "$OUT/out/ledger.json"
rules ', within 1% of pupils, reported only because "Few pupils are not published"' ', reported only because "Rounded"'
review
