#!/bin/sh
# twice.sh BUILD -- the same sources built in another folder, by another user, with another umask, locale,
# time zone, home and number of jobs, and with other times on the files, give the bytes that BUILD has.
# The sources are those that git knows, as they stand here.
# SPDX-License-Identifier: Apache-2.0
set -u
build=$(cd "${1:?usage: twice.sh BUILD}" && pwd) || exit 2
cd "$(dirname "$0")/.." || exit 2
place=$(mktemp -d /tmp/lustrum-twice-XXXXXX) || exit 2
trap 'rm -rf "$place"' EXIT
trap 'exit 130' HUP INT TERM
there=$place/another/and/a-much-longer/place/for-the-same-sources
mkdir -p "$there" "$place/home"
git ls-files -z | tar --null --files-from=- -cf - | tar -C "$there" -xf - || exit 2
find "$there" -exec touch -d '2031-07-04 03:02:01' {} +
chmod -R a+rX "$place"
as=
if [ "$(id -u)" -eq 0 ]; then # nobody, who may do nothing but build
    chown -R 65534:65534 "$place"
    as='setpriv --reuid=65534 --regid=65534 --clear-groups --'
fi
(
    umask 077
    cd "$there" || exit 2
    # shellcheck disable=SC2086 # the words of a command
    env -i PATH="$PATH" HOME="$place/home" USER=somebody LANG=tr_TR.UTF-8 TZ=Pacific/Kiritimati \
        SOURCE_DATE_EPOCH=1 $as make -j3 BUILD=made/elsewhere ${CC:+CC="$CC"} all
) >"$place/log" 2>&1 || {
    tail -n 20 "$place/log"
    echo "it does not build there"
    exit 1
}
status=0
for name in lustrum liblustrum.a liblustrum.so.0.1.0 lustrum.1 lustrum.bash; do
    cmp "$build/$name" "$there/made/elsewhere/$name" || status=1
done
strings -a "$build/lustrum" | grep -nE "$(pwd)|/home/|$(id -un)@" && {
    echo "lustrum holds a path or a name of where it was built"
    status=1
}
[ "$status" -ne 0 ] || echo "two builds, in two places by two users, are the same bytes"
exit "$status"
