"$LUSTRUM" fmt --check _untidy.lustrum ../../../stdlib/statistics.lustrum
