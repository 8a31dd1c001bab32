# Values of single persons are told only where that is asked for: of a pupil, and of a school's pupils.
why() { "$LUSTRUM" why _village.lustrum "$@" --data village --year 2026/27 $MORE; echo "exit $?"; }
why ZX001 best_two
why ZX001 Pupil.band
why ZX001 best_two progress --personal
why ZX001 best_two ZX001 progress ZX003 progress --personal
why 1001 progress.value --personal
why 1002 best_two --personal
# Few of one kind: no more than what is printed is told of them.
why 1001 top
why 1004 top --json
why 1001 top.poor_pupils
why 1001 top.poor_pupils --personal
# No key of a pupil in anything that is told without it, in any form.
for form in '' --json --html; do
    for figure in '1001 progress' '1002 best_two' '1003 yearly' 'nation progress.expected' 'nation best_two'; do
        "$LUSTRUM" why _village.lustrum $figure --data village --year 2026/27 $form $MORE
    done
done | grep -c ZX0
