"$LUSTRUM" fmt - <_untidy.lustrum
