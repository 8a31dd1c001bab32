# Faults are told in the words of a review, and then nothing else is.
cd "$OUT" && printf 'URN,NAME\n1,Hill\n2\n3,Mi"ll\n' >rows.csv && printf 'PK\3\4' >book.xlsx &&
    printf 'URN,NAME\n1,\201\n' >bytes.csv && "$LUSTRUM" screen rows.csv
"$LUSTRUM" screen book.xlsx
"$LUSTRUM" screen bytes.csv
"$LUSTRUM" screen nowhere.csv .
