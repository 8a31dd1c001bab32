"$LUSTRUM" check nowhere.lustrum; "$LUSTRUM" review nowhere.lustrum
