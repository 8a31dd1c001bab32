# Colours and what is not ASCII: only where they are asked for, or a terminal says that it shows them.
unset LC_CTYPE LANG LC_ALL TERM NO_COLOR
faulty=../check/unknown_name.lustrum; [ -e $faulty ] || faulty=$(grep -l 'L0201' ../check/*.out | head -n 1 | sed 's/out$/lustrum/')
count() { echo "$1: $(LC_ALL=C grep -c "$(printf '\033')" "$OUT/err") lines with colour, $(LC_ALL=C grep -c "$(printf '[\200-\377]')" "$OUT/err") not of ASCII"; }
try() { name=$1; shift; env "$@" >"$OUT/out" 2>"$OUT/err"; count "$name"; }
try plain "$LUSTRUM" check $faulty
try ascii "$LUSTRUM" check $faulty --ascii
try always "$LUSTRUM" check $faulty --color always
try 'always, NO_COLOR' NO_COLOR=1 "$LUSTRUM" check $faulty --color always
try never "$LUSTRUM" check $faulty --color never
# on a terminal: what the variables say
cat >"$OUT/terminal.py" <<'END'
import os, pty, sys
out = b""
def read(fd):
    global out
    data = os.read(fd, 4096)
    out += data
    return b""
os.environ.update(dict(word.split("=", 1) for word in sys.argv[1].split()))
pty.spawn(sys.argv[2:], read, lambda fd: b"")
lines = out.split(b"\n")
print(sys.argv[1] + ":", sum(b"\033[" in line for line in lines) > 0, "colour")
END
for names in TERM=xterm TERM=dumb "TERM=xterm NO_COLOR=1" "TERM=xterm NO_COLOR=" A=1; do
    python3 "$OUT/terminal.py" "$names" "$LUSTRUM" check $faulty </dev/null
done
python3 "$OUT/terminal.py" TERM=xterm "$LUSTRUM" check $faulty --color never </dev/null
V=../review/village
for names in A=1 LANG=en_GB.UTF-8 LC_CTYPE=C.utf8 LC_ALL=C.UTF8 LC_ALL=xx.utf-8 "LC_ALL=C LANG=en_GB.UTF-8" "LC_ALL= LANG=en_GB.UTF-8" LANG=C; do
    env $names "$LUSTRUM" why $V.lustrum nation attainment --data $V --year 2025/26 >"$OUT/err" 2>&1
    count "why, $names"
done
env LANG=en_GB.UTF-8 "$LUSTRUM" why $V.lustrum nation attainment --data $V --year 2025/26 --ascii >"$OUT/err" 2>&1
count "why --ascii"
