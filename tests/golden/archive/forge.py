"""forge.py OUT FILE OLD NEW -- puts NEW in OLD's place in a file of results, and makes the manifest agree
with the bytes that it then has, as whoever forges results would.
SPDX-License-Identifier: Apache-2.0"""
import hashlib
import sys

out, name, old, new = sys.argv[1:]


def read(path):
    with open(f"{out}/{path}", newline="", encoding="utf-8") as file:
        return file.read()


def write(path, text):
    with open(f"{out}/{path}", "w", newline="", encoding="utf-8") as file:
        file.write(text)


before = read(name)
if old not in before:
    sys.exit(f"{name} does not hold {old}")
after = before.replace(old, new, 1)
write(name, after)
if name != "manifest.json":
    manifest = read("manifest.json")
    was, now = (hashlib.sha256(text.encode()).hexdigest() for text in (before, after))
    at = manifest.index(f'"name": "{name}"', manifest.index('"results": ['))
    end = manifest.index('"sha256"', at) + 80
    entry = manifest[at:end].replace(was, now)
    entry = entry.replace(f'"size": {len(before.encode())},', f'"size": {len(after.encode())},')
    rules = manifest[:at].replace(was, now) if name.startswith("rules/") else manifest[:at]
    write("manifest.json", rules + entry + manifest[end:])
