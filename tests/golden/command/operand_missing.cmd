"$LUSTRUM" review --data d
