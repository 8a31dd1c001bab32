"$LUSTRUM" check _points_scale_old.lustrum _points_scale_new.lustrum
"$LUSTRUM" diff _points_scale_old.lustrum _points_scale_new.lustrum
