cd "$OUT" && "$LUSTRUM" new --quiet rules && "$LUSTRUM" new rules
