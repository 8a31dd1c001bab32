# Another name for a field, a derived field, a measure, a finding: said once, wherever they are named.
sed 's/^  half  /  part  /; s/\* half/* part/; s/\bboth\b/together/g; s/\bpassed\b/entered/g; s/finding visit /finding look /; s/School, nation$/School/' \
    _written_one_way.lustrum >"$OUT/new.lustrum"
"$LUSTRUM" diff _written_one_way.lustrum "$OUT/new.lustrum"
