"$LUSTRUM" canonical _written_one_way.lustrum --nothing
"$LUSTRUM" canonical absent.lustrum
"$LUSTRUM" canonical ../check/band_dead.lustrum
