# A year that is none, a year that may be two, a row too short to say, and no row of the year.
. ./frame.sh
head="YEAR,$head"
trusts 'ID\nT1\n'
record=', rows of the year in "YEAR"'
schools "${head}2025,${hill}2025-26,${mill}2025-27,${lake},${lake}2024-25,1009\n2025-26,1010\n"
review
echo "exit $?"
schools "${head}2024-25,${hill}2026-27,${mill}"
review
echo "exit $?"
record=', rows of the year in "YEAR", may be empty'
review --quiet
echo "exit $?"
record=', rows of the year ending in "JAHR"'
review
echo "exit $?"
