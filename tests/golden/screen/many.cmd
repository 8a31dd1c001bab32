# A file that comes through a pipe is read once; a code that is held by few is counted and not shown.
awk 'BEGIN { print "AREA,N"; for (i = 0; i < 2000; i++) printf "%s,%d\n", i < 9 ? "Zq" i : "E" i % 20, i }' |
    "$LUSTRUM" screen /dev/stdin
