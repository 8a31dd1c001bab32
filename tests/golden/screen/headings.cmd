# Headings that make no name, the same name twice, or a word of the language; and one that no rule can write.
cd "$OUT" && printf 'Pct 5+ (EM),pct_5_em,key,2019,,"a ""b""",x\n1,2,3,4,5,6,7\n2,3,3,5,6,7,8\n' >ks4-pupils_2025.csv &&
    "$LUSTRUM" screen ks4-pupils_2025.csv && "$LUSTRUM" screen --draft ks4-pupils_2025.csv
