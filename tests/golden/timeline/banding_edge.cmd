"$LUSTRUM" check _banding_edge_old.lustrum _banding_edge_new.lustrum
"$LUSTRUM" diff _banding_edge_old.lustrum _banding_edge_new.lustrum
