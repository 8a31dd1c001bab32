# The same commands and options in every form of the help: as JSON, as Markdown, as a page of the manual, for the shell.
"$LUSTRUM" help --json >"$OUT/help.json"; "$LUSTRUM" help --man >"$OUT/lustrum.1"; "$LUSTRUM" help --completion >"$OUT/completion"
"$LUSTRUM" help --markdown >"$OUT/help.md"
python3 - "$OUT" <<'END'
import json, re, sys
read = lambda name: open(sys.argv[1] + "/" + name, encoding="utf-8").read()
help = json.loads(read("help.json"))
print(help["schema"], help["version"])
common = re.findall(r"^\.B (--[a-z-]+)", read("lustrum.1").replace("\\-", "-").split(".SH \"COMMON OPTIONS\"")[-1], re.M)
print("of every command:", *common)
pages = {part.split(" ", 1)[0].rstrip('"').split("\n")[0].rstrip('"'): part.split("\n.S")[0] for part in
         read("lustrum.1").replace("\\-", "-").split('\n.SS "lustrum ')[1:]}
texts = {part.split(" ", 1)[0].rstrip("`"): part for part in read("help.md").split("\n## `lustrum ")[1:]}
shell = {name: words.split() for name, words in re.findall(r"^ +([a-z]+)\) words='([^']*)'", read("completion"), re.M)}
for command in help["commands"]:
    name, options = command["name"], command["options"]
    own = re.findall(r"^\.B (--[a-z-]+)", pages[name], re.M)
    print(name,
          shell[name] == options, re.findall(r"^\| `(--[a-z-]+)", texts[name], re.M) == options,
          sorted(own + common) == sorted(options), command["what"] in texts[name])
END
grep '^\.SH' "$OUT/lustrum.1"
bash -c '. "$1"/completion
complete_() { COMP_WORDS=(lustrum "$@"); COMP_CWORD=$#; COMPREPLY=(); _lustrum; echo "${COMP_WORDS[*]}: ${COMPREPLY[*]}"; }
complete_ re; complete_ explain --j; complete_ check --y; complete_ check help_forms.c' bash "$OUT"
"$LUSTRUM" review --help >"$OUT/a"; "$LUSTRUM" help review >"$OUT/b"; cmp "$OUT/a" "$OUT/b" && echo the same
"$LUSTRUM" --version --json
