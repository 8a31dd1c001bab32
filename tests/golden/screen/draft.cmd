# The draft is laid out, and passes the check in a framework around it.
here=$PWD && cd "$OUT" && . "$here/_data.sh" &&
    "$LUSTRUM" screen --draft pupils.csv schools.csv >records &&
    { printf 'framework drafted "Drafted"\n  edition   1\n  term      2025/26 only\n  rounding  half up\n\n' &&
        cat records; } >rules.lustrum &&
    "$LUSTRUM" fmt --check rules.lustrum && cat records && "$LUSTRUM" check rules.lustrum
