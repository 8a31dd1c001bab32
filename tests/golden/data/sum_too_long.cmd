# A sum of 2,001 parts.
. ./frame.sh
rules
{
    cat "$OUT/rules.lustrum"
    printf '    let long be points'
    i=1
    while [ $i -le 2000 ]; do printf ' + %d' $i; i=$((i + 1)); done
    echo
} >"$OUT/long.lustrum"
"$LUSTRUM" check "$OUT/long.lustrum" 2>&1 | cut -c 1-100
