# A value with its interval and band edges, of a school whose pupils are partly left out; then a school
# that is withheld, and the trust and the nation above them.
for figure in '1001 progress' '1002 progress' '1004 progress.band'; do
    "$LUSTRUM" why _village.lustrum $figure --data village --year 2026/27 $MORE
    echo "exit $?"
done
