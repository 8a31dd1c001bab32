"$LUSTRUM" help >/dev/full
