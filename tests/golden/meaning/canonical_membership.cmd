"$LUSTRUM" canonical ../../../examples/england_trust_membership/membership.lustrum --hashes
"$LUSTRUM" canonical ../../../examples/england_trust_membership/membership.lustrum
