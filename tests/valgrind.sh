#!/bin/sh
# valgrind.sh BUILD [RUNS] -- golden cases with the command under valgrind: RUNS of them (50), spread over
# all folders.  An error, or memory that is lost at the end, changes what is printed and the exit code.
# SPDX-License-Identifier: Apache-2.0
set -u
build=${1:?usage: valgrind.sh BUILD [RUNS]}
runs=${2:-50}
cd "$(dirname "$0")/.." || exit 2
command -v valgrind >/dev/null || {
    echo 'valgrind: it is not installed, so nothing was tried'
    exit 0
}
case $build in /*) ;; *) build=$(pwd)/$build ;; esac
[ -x "$build/lustrum" ] || {
    echo "valgrind: there is no $build/lustrum" >&2
    exit 2
}
mkdir -p "$build/valgrind/tests"
cat >"$build/valgrind/lustrum" <<END
#!/bin/sh
echo x >>'$build/valgrind/runs'
exec valgrind -q --vgdb=no --leak-check=full --show-leak-kinds=all --errors-for-leak-kinds=all --error-exitcode=99 '$build/lustrum' "\$@"
END
chmod +x "$build/valgrind/lustrum"
: >"$build/valgrind/runs"
all=$(find tests/golden -name '*.cmd' ! -name '_*' | sort; find tests/golden -name '*.lustrum' ! -name '_*' | sort |
    while read -r script; do [ -e "${script%.lustrum}.cmd" ] || [ ! -e "${script%.lustrum}.out" ] || echo "$script"; done)
count=$(echo "$all" | wc -l)
step=$((count / runs))
[ "$step" -gt 0 ] || step=1
failed=0
tried=0
for script in $(echo "$all" | awk -v step="$step" 'NR % step == 0'); do
    tried=$((tried + 1))
    sh tests/run.sh "$build/valgrind" --golden "$script" || {
        echo "FAILED: $script"
        failed=$((failed + 1))
    }
done
echo "$tried golden cases of $count, $(wc -l <"$build/valgrind/runs") runs of the command, $failed failed"
[ "$failed" -eq 0 ]
