"$LUSTRUM" check _ebacc_points_old.lustrum _ebacc_points_new.lustrum
"$LUSTRUM" diff _ebacc_points_old.lustrum _ebacc_points_new.lustrum
