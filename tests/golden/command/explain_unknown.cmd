"$LUSTRUM" explain L8888; echo $?; "$LUSTRUM" explain "$(printf '\033[31m')"
