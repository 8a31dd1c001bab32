"$LUSTRUM" canonical ../../../examples/ohio/ohio.lustrum --hashes | grep -v bytes
"$LUSTRUM" canonical ../../../examples/ohio/ohio.lustrum
