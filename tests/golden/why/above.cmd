# Trusts, the nation, groups of the nation, and splits.
why() { "$LUSTRUM" why _village.lustrum "$@" --data village --year 2026/27 $MORE; echo "exit $?"; }
why 'North Trust' trust_progress
why nation best_two
why nation progress.expected
why nation progress.expected --split band=2
why 1003 best_two --split poor=yes
why nation best_two --split poor --level nation
why 1003 trust_progress.place
