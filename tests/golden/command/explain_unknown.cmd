"$LUSTRUM" explain K7878; echo $?; "$LUSTRUM" explain "$(printf '\033[31m')"
