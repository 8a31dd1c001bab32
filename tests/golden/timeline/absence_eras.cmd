"$LUSTRUM" check _absence_eras_old.lustrum _absence_eras_new.lustrum
"$LUSTRUM" diff _absence_eras_old.lustrum _absence_eras_new.lustrum
