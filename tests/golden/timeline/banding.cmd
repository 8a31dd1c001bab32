"$LUSTRUM" check _banding_old.lustrum _banding_new.lustrum
"$LUSTRUM" diff _banding_old.lustrum _banding_new.lustrum
