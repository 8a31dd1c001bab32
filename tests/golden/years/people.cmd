# Pupils are followed by their keys, also by one that they had before; nothing personal is printed.
year() { # NAME PUPILS
    mkdir -p "$OUT/data/$1"
    printf 'URN\n1\n2\n' >"$OUT/data/$1/schools.csv"
    printf "$2" >"$OUT/data/$1/pupils.csv"
}
year 2021-22 'UPN,OLD_UPN,URN,POINTS\nZEBRA1,,1,10\nZEBRA2,,1,A\nZEBRA3,,2,30\nZEBRA4,,2,41\n'
year 2022-23 'UPN,OLD_UPN,URN,POINTS\nZEBRA3,,1,33\nZEBRA1,,1,15\nZEBRA9,ZEBRA4,2,40\nZEBRA2,,2,8\n'
year 2023-24 'UPN,OLD_UPN,URN,POINTS\nZEBRA3,,1,36\nZEBRA1,,2,11\nZEBRA9,,2,44\nZEBRA5,,1,9\n'
"$LUSTRUM" review people.lustrum --data "$OUT/data" --year 2023/24 --out "$OUT/out" $MORE | grep -v ZEBRA
cat "$OUT/out/School.csv" "$OUT/out/nation.csv"
grep -c ZEBRA "$OUT"/out/*.*
# two who continue one: shown by what their keys look like
year 2023-24 'UPN,OLD_UPN,URN,POINTS\nZEBRA7,ZEBRA3,1,36\nZEBRA8,ZEBRA3,2,11\n'
"$LUSTRUM" review people.lustrum --data "$OUT/data" --year 2023/24 --out "$OUT/out" $MORE
echo "exit $?"
