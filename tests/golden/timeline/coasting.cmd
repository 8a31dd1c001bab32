"$LUSTRUM" check _coasting_old.lustrum _coasting_new.lustrum
"$LUSTRUM" diff _coasting_old.lustrum _coasting_new.lustrum
