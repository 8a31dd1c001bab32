"$LUSTRUM" check _fsm_six_old.lustrum _fsm_six_new.lustrum
"$LUSTRUM" diff _fsm_six_old.lustrum _fsm_six_new.lustrum
