"$LUSTRUM" canonical ../../../examples/first/first.lustrum --hashes
"$LUSTRUM" canonical ../../../examples/first/first.lustrum
