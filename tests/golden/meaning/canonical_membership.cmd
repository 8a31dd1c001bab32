"$LUSTRUM" canonical ../../../examples/england_trust_membership/membership.lustrum --hashes | grep -v bytes
"$LUSTRUM" canonical ../../../examples/england_trust_membership/membership.lustrum
