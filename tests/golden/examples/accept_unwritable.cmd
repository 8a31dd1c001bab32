# A file that cannot be written stays as it is: here no file may grow at all.
rm -rf "$OUT" && mkdir "$OUT" && cp wrong.lustrum "$OUT" && cd "$OUT"
(trap '' XFSZ; ulimit -f 0; "$LUSTRUM" test wrong.lustrum --accept --quiet 2>&1; echo "exit $?") | tail -2
cmp wrong.lustrum "$OLDPWD/wrong.lustrum" && echo as it was; ls
