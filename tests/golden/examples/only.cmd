# Examples by a part of their title.
"$LUSTRUM" test wrong.lustrum --only refused; "$LUSTRUM" test whole.lustrum --only "first year"; "$LUSTRUM" test whole.lustrum --only "First year"
