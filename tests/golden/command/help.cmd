"$LUSTRUM" help && "$LUSTRUM" help review && "$LUSTRUM"
