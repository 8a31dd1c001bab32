# --profile tells how long each stage and rule line took.  Times differ; that they add up does not.
V=../review/village.lustrum
"$LUSTRUM" review $V --data ../review/village --year 2025/26 --threads 2 --out "$OUT/out" --quiet --profile $MORE 2>"$OUT/text"
sed -e 's/[0-9][0-9]*\.[0-9] ms/T ms/g' -e 's/with [0-9]* threads*/with N threads/' -e 's/  */ /g' "$OUT/text"
echo "-- as JSON, after the messages, on one line"
cat >"$OUT/sums.py" <<'PY'
import json, sys
lines = sys.stdin.read().splitlines()
assert len(lines) == 1, lines
p = json.loads(lines[0])
assert p["schema"] == "lustrum/profile@1" and p["unit"] == "nanoseconds"
assert p["wall"] == sum(p["stages"].values()) > 0
assert p["hashing_all_threads"] == sum(f["all_threads"]["hashing"] for f in p["files"]) > 0
assert p["without_hashing"] == p["wall"] - p["hashing_all_threads"] // p["threads"]
assert sum(sum(f["wall"].values()) for f in p["files"]) <= p["stages"]["reading"]
assert sum(l["wall"] for l in p["rule_lines"]) <= p["stages"]["running"]
for f in p["files"]:
    print(f["year"], f["file"].split("/")[-1], f["rows"], f["bytes"])
for l in p["rule_lines"]:
    print(l["file"], l["line"], l["of"], l["rows"])
print([s for s, t in p["stages"].items() if t == 0])
PY
"$LUSTRUM" review $V --data ../review/village --year 2025/26 --out "$OUT/out" --quiet --profile --json $MORE 2>&1 >/dev/null |
    python3 "$OUT/sums.py"
echo "-- with earlier years"
mkdir -p "$OUT/data/2023-24" "$OUT/data/2024-25"
printf 'URN,OLD_URN,SCORE\nB,C,13\nD,G,24\n' >"$OUT/data/2023-24/schools.csv"
printf 'URN,OLD_URN,SCORE\nA,B,17\nD,G,28\n' >"$OUT/data/2024-25/schools.csv"
"$LUSTRUM" review ../years/continues.lustrum --data "$OUT/data" --year 2024/25 --quiet --profile --json $MORE 2>&1 >/dev/null |
    sed -n '/profile@1/p' | python3 "$OUT/sums.py"
echo "-- nobody asked"
"$LUSTRUM" review $V --data ../review/village --year 2025/26 --quiet $MORE
