# Final tables beside the provisional ones of the same pupils: what those hide stays hidden, so that both together tell
# nothing; the manifest says beside which results, and a replay asks for them.
cp ./_beside.lustrum "$OUT/rules.lustrum" && cd "$OUT" || exit 2
data() { # FOLDER, and of Ashby, Brook, Cole and Dale how many pupils are poor and how many are not
    mkdir "$1"
    printf 'URN,NAME\n1,Ashby\n2,Brook\n3,Cole\n4,Dale\n' >"$1/schools.csv"
    shift
    echo UPN,URN,POOR,SCORE
    urn=0
    while [ $# -gt 0 ]; do
        urn=$((urn + 1))
        for i in $(seq $(($1 + $2))); do echo "P$urn$i,$urn,$((i <= $1)),$((urn * i))"; done
        shift 2
    done
}
data provisional 1 3 3 4 4 5 6 6 >pupils.csv && mv pupils.csv provisional
data final 1 3 3 4 2 7 6 6 >pupils.csv && mv pupils.csv final # two pupils of Cole were not poor
sed "s/^\(P4.*,\)[0-9]*$/\10/" provisional/pupils.csv >pupils.csv && cp -r provisional bare && mv pupils.csv bare # nobody of Dale has a point
review() { # DATA OUT OPTION...
    from=$1 to=$2
    shift 2
    "$LUSTRUM" review rules.lustrum --data "$from" --year 2025/26 --out "$to" $MORE "$@"
    echo "exit $?"
}
review provisional first --vintage provisional --quiet
review final alone --quiet
review final last --vintage final --beside first | sed -n '/^Performance/,/^Results/p'
for out in first alone last; do
    echo "--- $out" && cut -d , -f 2-5 $out/published/School.attainment.by.poor.csv
done
sed -n '/published_beside/,/}/p' last/manifest.json | sed 's/: "[0-9a-f]\{64\}"/: "SHA-256"/'
sed -n '/"places"/,$p' last/publication.json
"$LUSTRUM" verify last | head -n 2
"$LUSTRUM" replay last --data final; echo "exit $?"
"$LUSTRUM" compare first last --before provisional --after final | head -n 4
# Beside these, once more: what was hidden in the first is hidden in the third.
review provisional third --vintage revised --beside last/ | grep 'beside'
cmp first/published/School.attainment.by.poor.csv third/published/School.attainment.by.poor.csv
"$LUSTRUM" replay third --data provisional --quiet; echo "exit $?"
# Results that are elsewhere, lost, others.
mkdir kept && mv first kept/begin
"$LUSTRUM" replay last --data final --quiet; echo "exit $?"
"$LUSTRUM" replay last --data final --beside kept/begin --quiet; echo "exit $?"
"$LUSTRUM" replay last --data final --beside alone --quiet 2>&1 | grep '^error'
"$LUSTRUM" compare third last --before provisional --after final 2>&1 | grep '^error\|^Fix'
# What must be hidden now and was shown: nothing is written.
review bare new --beside kept/begin --quiet
# What nothing can be published beside.
review final last --beside last --quiet 2>&1 | grep '^error\|^exit'
review final new --beside absent --quiet 2>&1 | grep '^error\|^exit'
"$LUSTRUM" review rules.lustrum --data final --year 2026/27 --out new --beside last --quiet $MORE 2>&1 | grep '^error'
cp rules.lustrum own.lustrum && sed '/^publish/,$d' own.lustrum >rules.lustrum
review final new --beside last --quiet 2>&1 | grep '^error\|^exit'
sed 's/1 to 2$/1 to 1/' own.lustrum >rules.lustrum
review final new --beside last --quiet 2>&1 | grep '^error\|^exit'
mv own.lustrum rules.lustrum
cp -r alone spoilt && echo >>spoilt/publication.json
review final new --beside spoilt --quiet 2>&1 | grep '^error\|^exit'
# Results of versions that kept nothing for others; and such as no version writes.
cp -r alone older && rm older/publication.json && python3 - <<'EOF'
import json
with open("older/manifest.json") as file:
    manifest = json.load(file)
manifest["results"] = [one for one in manifest["results"] if one["name"] != "publication.json"]
with open("older/manifest.json", "w") as file:
    file.write(json.dumps(manifest, indent=2) + "\n")
EOF
review final new --beside older --quiet
for change in 's/"sums"/"sum"/' 's/"parts": "/&999 /' 's/"nation"/"AAA"/' 's/"down": 0/"down": 99999999999999999999/'; do
    cp alone/manifest.json alone/publication.json .
    sed "$change" publication.json >alone/publication.json
    sed "s/$(sha256sum <publication.json | cut -c 1-64)/$(sha256sum <alone/publication.json | cut -c 1-64)/" manifest.json |
        python3 -c 'import json, os, sys
manifest = json.load(sys.stdin)
next(one for one in manifest["results"] if one["name"] == "publication.json")["size"] = os.path.getsize("alone/publication.json")
print(json.dumps(manifest, indent=2))' >alone/manifest.json
    review final new --beside alone --quiet 2>&1 | grep '^error\|^exit'
    mv manifest.json publication.json alone
done
ls
