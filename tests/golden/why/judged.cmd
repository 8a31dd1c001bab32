# Why a finding, and why a power is open, closed or not decided.
why() { "$LUSTRUM" why _village.lustrum "$@" --data village --year 2026/27 $MORE; echo "exit $?"; }
why 1004 yearly
why 1002 yearly
why 1004 warning_notice
why 1002 warning_notice
why 1003 warning_notice
