"$LUSTRUM" canonical ../../../examples/first/first.lustrum --hashes | grep -v bytes
"$LUSTRUM" canonical ../../../examples/first/first.lustrum
