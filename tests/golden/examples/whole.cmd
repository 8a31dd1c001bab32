# The same rules with an example for each clause; then as JSON, without the clauses.
"$LUSTRUM" test whole.lustrum --coverage && "$LUSTRUM" test whole.lustrum --coverage --json | sed -n 1,9p
