"$LUSTRUM" canonical ../../../examples/england_secondary/secondary.lustrum --hashes | grep -v bytes
"$LUSTRUM" canonical ../../../examples/england_secondary/secondary.lustrum
