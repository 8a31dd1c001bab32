cd "$OUT" && for name in 2025-rules '' . .. a/b/ "$(printf 'a\nb')" Regeln_für; do "$LUSTRUM" new "$name" 2>&1 | head -1; done
ls
