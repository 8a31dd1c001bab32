"$LUSTRUM" check _absence_15_old.lustrum _absence_15_new.lustrum
"$LUSTRUM" diff _absence_15_old.lustrum _absence_15_new.lustrum
