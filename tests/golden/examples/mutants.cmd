# What examples that reach every clause do not notice, on one thread and on three; the same bytes.
"$LUSTRUM" test whole.lustrum --mutate --threads 1; echo $?
"$LUSTRUM" test whole.lustrum --mutate --threads 3 | cksum
"$LUSTRUM" test whole.lustrum --mutate --threads 1 | cksum
