"$LUSTRUM" explain L6161; echo $?; "$LUSTRUM" explain "$(printf '\033[31m')"
