# Each change alone: parts in another order, words that came, went or changed, lists, tables, parameters, roles, goals.
old=_order_old.lustrum
change() { # WHAT, a program of sed
    sed "$2" $old >"$OUT/new.lustrum"
    cmp -s $old "$OUT/new.lustrum" && echo "$1: nothing was changed"
    echo "== $1"
    "$LUSTRUM" diff $old "$OUT/new.lustrum"; echo "exit $?"
    "$LUSTRUM" diff "$OUT/new.lustrum" $old | grep -v '^ *[0-9]* | \|^$' | sed -n 1,6p
}
swap() { python3 - "$1" "$2" <<'END'
import sys
lines = open("_order_old.lustrum", encoding="utf-8").read().split("\n")
a, b = (next(i for i, line in enumerate(lines) if word in line) for word in sys.argv[1:])
lines[a], lines[b] = lines[b], lines[a]
open(__import__("os").environ["OUT"] + "/new.lustrum", "w", encoding="utf-8").write("\n".join(lines))
END
    echo "== $1 and $2 in another order"; "$LUSTRUM" diff $old "$OUT/new.lustrum"; echo "exit $?"; }
swap '  name    ' '  kind    '
swap '  high  ' '  low  '
swap 'finding well' 'finding other'
swap '"no points"' '"few points"'
swap 'core  takes' 'rest  takes'
change 'words' 's/First words/Other words/'
change 'words are gone' '/First words/d'
change 'words come' 's/^goal most/goal most/; s/^review yearly "Yearly" of each School/&\n  text "Said."/'
change 'titles' 's/"Attainment"/"What is attained"/; s/"High"/"Very high"/'
change 'list' 's/"ENG", "MAT"/"ENG", "MAT", "SCI"/'
change 'table' 's/| 10    |/| 11    |/'
change 'a row more' 's/^  | anything else/  | "B" | 12 |\n&/'
change 'parameter' 's/is 3 in 2025\/26, 4 from 2026\/27/is 3/'
change 'role' 's/kind    context text/kind    baseline text/'
change 'no corrections' '/^corrections/d'
change 'goal' 's/reaches 50/reaches 55/; s/by 2029/by 2028/'
change 'a goal is gone' '/^goal/d'
change 'rounding' 's/shown to 1 place/shown to 2 places/'
change 'at most' 's/then at most 90/then at most 80/'
change 'known' 's/points is known and points > least/points is known and points >= least/'
change 'in the nation' 's/mean of points over Schools/median of points over Schools/'
change 'slot' 's/takes 2 of the rest/takes 3 of the rest/'
change 'who' 's/points < 1 because/points < 2 because/'
change 'term' 's/2025\/26 to 2029\/30/2025\/26 to 2030\/31/'
