"$LUSTRUM" check _ebacc_pillars_old.lustrum _ebacc_pillars_new.lustrum
"$LUSTRUM" diff _ebacc_pillars_old.lustrum _ebacc_pillars_new.lustrum
