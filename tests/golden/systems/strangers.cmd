# Rows of another year or place: marks that a file may hold in any column, blank names, columns in another
# order and more of them, no row of totals, an empty district, nothing paired, one academy, one kind of school.
run() {
    framework=$1 year=$2 result=$3
    shift 3
    tables=
    for table; do tables="$tables --table $table"; done
    echo "$framework, $year"
    "$LUSTRUM" review "../../../examples/$framework.lustrum" --data strangers --year "$year" --out "$OUT/out" \
        --quiet $tables 2>&1
    for record in $result; do cat "$OUT/out/$record.csv"; done
}
run ohio/ohio 2022/23 Building Building=strangers/ohio.csv
run ohio/ohio 2024/25 Building Building=strangers/ohio.csv | grep -e ohio -e ^000075
run north_carolina/grades 2018/19 School
run north_carolina/scores 2018/19 School
run england_north_yorkshire/north_yorkshire 2023/24 'Authority School'
run england_trusts/trusts 2021/22 'Trust Region' Trust=strangers/trusts.csv Academy=strangers/trusts.csv
run chicago/chicago 2014/15 'School Indicator'
run texas/texas 2021/22 'District Campus' District=strangers/districts.csv Campus=strangers/campuses.csv \
    PairedCampus=strangers/campuses.csv
run florida/florida 2022/23 School
