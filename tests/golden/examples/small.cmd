# The example holds.
"$LUSTRUM" test small.lustrum
