# What came out is written in the place of what was expected, values alone; a formula and what could not be
# decided stay and are told; the second time there is nothing to write.
rm -rf "$OUT" && mkdir "$OUT" && cp wrong.lustrum "$OUT" && cd "$OUT"
"$LUSTRUM" test wrong.lustrum --accept --diff --json 2>/dev/null | sed -n 1,4p
cmp wrong.lustrum "$OLDPWD/wrong.lustrum" && echo nothing was written
"$LUSTRUM" test wrong.lustrum --accept; echo $?
"$LUSTRUM" test wrong.lustrum --accept --color never 2>/dev/null; echo $?
"$LUSTRUM" test wrong.lustrum
