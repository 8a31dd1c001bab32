# Tables of every key and cell, goals, reviews, powers, bands by products, rows of two keys; and what there is no figure of.
D="_more.lustrum --data more --year 2025/26"
why() { echo "-- $*"; "$LUSTRUM" why _more.lustrum "$@" --data more --year 2025/26 --ascii; echo "exit $?"; }
for school in 1 2 3 4 5 6; do why $school spread; done
why 1 School.level 1 School.tiny 3 School.era 2 School.mark 6 School.mark
why E,N range W,N range areas.finding
why E,N areas W,N range
why nation most nation spread.usual
why 5 help 2 yearly 4 yearly.finding
why 1 spread.best 1 spread.some_kind 1 spread.band
for wrong in 'E,X range' 'E range' 'X spread' '1 spred' '1 spread.bets' '1 finding' '1 yearly.finding.x' '1 School.kin' '1 range' \
    'nation help' 'nation' '1 most' 'E,N yearly' '1 spread.lower' '1 School.area' "1 $(printf 'x\033[1m')"; do why $wrong 2>&1 | head -n 12; done
why 1 spread --level Area 2>&1 | head -n 6
why 1 spread --level '' 2>&1 | head -n 3
why 1 spread --split kind 2>&1 | head -n 6
"$LUSTRUM" why _more.lustrum 1 spread 2 School.mark 1 School.tiny 3 School.era E,N range E,N areas nation most 5 help --data more --year 2025/26 --json
"$LUSTRUM" why _more.lustrum E,N range nation most --data more --year 2025/26 --html | grep -c .
