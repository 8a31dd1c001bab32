# rows without a parent for two reasons: each is told in the ledger, with its count
. ./frame.sh
trust=', missing "none" as alone "belongs to none"'
schools "$head${hill}1002,Mill School,,secondary,N,2004-02-29,38.5\n1003,Lake,none,primary,N,2010-01-15,51\n1004,Wood,none,primary,Y,2010-01-15,50\n"
trusts 'ID\nT1\n'
review >"$OUT/said" || cat "$OUT/said"
sed -n '/^ *Links/,/^ *Measuring/p' "$OUT/said"
sed -n '/"links"/,/"measuring"/p' "$OUT/results/ledger.json"
