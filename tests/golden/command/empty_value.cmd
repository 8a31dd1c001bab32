# A value that is empty is told, and not taken as if nothing were said.
for option in --use-reference --compare-with --pack --keys --data --year --threads --table --vintage; do
    "$LUSTRUM" review x.lustrum "$option" ''; echo "exit $?"; done
"$LUSTRUM" review x.lustrum --use-reference=; echo "exit $?"
"$LUSTRUM" review x.lustrum --verify-pack
