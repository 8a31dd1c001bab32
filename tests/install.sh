#!/bin/sh
# install.sh BUILD -- installs into a scratch folder and builds examples/embed.c against what is
# there, shared and static; both must review the same nation to the same bytes as the command.
# SPDX-License-Identifier: Apache-2.0
set -eu
build=$1
to=$build/tests/installed
rm -rf "$to"
make -s BUILD="$build" PREFIX=/usr DESTDIR="$to" install >/dev/null
for file in bin/lustrum lib/liblustrum.a lib/liblustrum.so include/lustrum.h \
    lib/pkgconfig/lustrum.pc share/man/man1/lustrum.1; do
    [ -s "$to/usr/$file" ] || { echo "$file was not installed"; exit 1; }
done
[ "$("$to/usr/bin/lustrum" --version)" = "lustrum $(sed -n 's/^VERSION *:= //p' Makefile)" ]
# What the library shows is what its header names; where a fuzzer's counts are kept, these stand beside it.
extra=$(nm -D --defined-only "$to/usr/lib/liblustrum.so" | awk '{ print $3 }' |
    grep -v -e '^lus_' -e '^__st[a-z]*___sancov_' || :)
[ -z "$extra" ] || { echo "the library shows: $extra"; exit 1; }

PKG_CONFIG_PATH=$to/usr/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$to
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR
case $(nm "$build/lustrum") in *__asan_init* | *__tsan_init*) exit 0 ;; esac # embed.c has no such runtime
# shellcheck disable=SC2046 # the flags are meant to be split
cc -Wall -Wextra -Werror -o "$to/shared" examples/embed.c $(pkg-config --cflags --libs lustrum)
# shellcheck disable=SC2046
cc -Wall -Wextra -Werror -o "$to/static" examples/embed.c $(pkg-config --cflags lustrum) \
    "$to/usr/lib/liblustrum.a" $(sed -n 's/^Libs.private: //p' "$PKG_CONFIG_PATH/lustrum.pc") -lpthread

data=$to/data
"$build/examples/national/generate" "$data" 2>/dev/null ||
    "$build/examples/england_secondary/generate" "$data" --schools 5 --pupils 500 --seed 1 --plain
rules=examples/national/national.lustrum
LD_LIBRARY_PATH=$to/usr/lib "$to/shared" "$rules" "$data" "$to/out1" >"$to/text1"
"$to/static" "$rules" "$data" "$to/out2" >"$to/text2"
"$build/lustrum" review "$rules" --data "$data" --out "$to/out3" >"$to/text3"
cmp "$to/out1/School.csv" "$to/out3/School.csv"
cmp "$to/out2/School.csv" "$to/out3/School.csv"
