"$LUSTRUM" explain L0601 --data d
