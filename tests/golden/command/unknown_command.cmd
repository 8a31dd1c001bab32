"$LUSTRUM" reviwe x.lustrum
