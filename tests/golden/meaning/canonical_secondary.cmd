"$LUSTRUM" canonical ../../../examples/england_secondary/secondary.lustrum --hashes
"$LUSTRUM" canonical ../../../examples/england_secondary/secondary.lustrum
