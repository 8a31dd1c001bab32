"$LUSTRUM" check _two_roundings_old.lustrum _two_roundings_new.lustrum
"$LUSTRUM" diff _two_roundings_old.lustrum _two_roundings_new.lustrum
