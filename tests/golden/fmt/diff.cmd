"$LUSTRUM" fmt --diff _untidy.lustrum
