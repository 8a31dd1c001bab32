# More than 250 reasons for missing.
. ./frame.sh
points=$(i=1; while [ $i -le 251 ]; do printf ', missing "x%d" as r%d' $i $i; i=$((i + 1)); done)
rules
"$LUSTRUM" check "$OUT/rules.lustrum" 2>&1 | head -n 8 | cut -c 1-100
