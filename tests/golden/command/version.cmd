"$LUSTRUM" --version && "$LUSTRUM" --version --json
