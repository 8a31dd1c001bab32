"$LUSTRUM" canonical ../../../examples/ohio/ohio.lustrum --hashes
"$LUSTRUM" canonical ../../../examples/ohio/ohio.lustrum
