# One file with the rows of several years: those of the year that is read are kept, the rest counted.
. ./frame.sh
head="YEAR,$head"
trusts 'ID\nT1\n'
# a school once a year is a key that repeats
schools "${head}2024-25,${hill}2025-26,${hill}2025-26,${mill}2026-27,${hill}"
review
echo "exit $?"
record=', rows of the year in "YEAR"'
accepted
echo "-- in its other forms, and beside rows where"
schools "${head}2024/25,${hill}2025/26,${hill}2025/2026,${mill}202526,${lake}2025-2026,,England,,ALL,N,2004-02-29,43\n"
record=', rows where "PHASE" is not "ALL", rows of the year in "YEAR"'
accepted
echo "-- the calendar year in which it ends, or begins"
schools "${head}2025,${hill}2026,${mill}"
record=', rows of the year ending in YEAR'
accepted
record=', rows of the year beginning in YEAR'
accepted
