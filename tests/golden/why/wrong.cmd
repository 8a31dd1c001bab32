# What is not there, with what is near; operands that do not fit.
why() { "$LUSTRUM" why _village.lustrum "$@" --data village --year 2026/27 $MORE; echo "exit $?"; }
why 1010 progress
why 'Ashby Schol' progress
why 1001 progres
why 1001 progress.uper
why 1001 Pupil.band
why 1001 progress 1002
why 1001 progress --level Trust
why 1001 progress --split sex
why 1001 best_two --split poor=maybe
why 1001 Nothing.band
why "" progress
"$LUSTRUM" why _village.lustrum 1001 progress --data nowhere --year 2026/27
echo "exit $?"
"$LUSTRUM" why _village.lustrum 1001 progress --data village --year 2035/36
echo "exit $?"
