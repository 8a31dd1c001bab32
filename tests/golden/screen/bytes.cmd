# Encoding, mark, separator, line ends, lines of nothing: told, not refused; a draft declares them.
cd "$OUT" &&
    printf 'URN;NAME\r\n1;Sch\366nberg\r\n\r\n2;Hill\n;\n3;Mill' >old.csv &&
    printf '\357\273\277URN\tNAME\n1\tHill \n2\tMi\302\240ll\n' >marked.csv &&
    printf 'URN,NAME\n' >empty.csv && "$LUSTRUM" screen old.csv marked.csv empty.csv &&
    "$LUSTRUM" screen --draft old.csv marked.csv empty.csv
