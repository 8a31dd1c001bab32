"$LUSTRUM" review x.lustrum --year 2027
