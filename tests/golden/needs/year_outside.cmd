"$LUSTRUM" needs as_they_are.lustrum --year 2035/36
