"$LUSTRUM" check _absence_10_old.lustrum _absence_10_new.lustrum
"$LUSTRUM" diff _absence_10_old.lustrum _absence_10_new.lustrum
