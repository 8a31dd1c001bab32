"$LUSTRUM" explain L9999; echo $?; "$LUSTRUM" explain "$(printf '\033[31m')"
