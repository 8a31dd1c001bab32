"$LUSTRUM" needs as_they_are.lustrum; "$LUSTRUM" needs --csv as_they_are.lustrum --year 2027/28; "$LUSTRUM" needs --json as_they_are.lustrum --year 2025/26
