"$LUSTRUM" check _capped_tail_old.lustrum _capped_tail_new.lustrum
"$LUSTRUM" diff _capped_tail_old.lustrum _capped_tail_new.lustrum
