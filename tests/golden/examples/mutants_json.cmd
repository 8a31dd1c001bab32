# Every change of a small framework, with its outcome.
"$LUSTRUM" test small.lustrum --mutate --json --accepted small.txt; echo $?
