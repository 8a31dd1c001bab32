"$LUSTRUM" review x.lustrum --dta d
