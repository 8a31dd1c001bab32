# Levels by other names, codes and names of places, groups of more than one level, and texts that other tools would take for more.
cp -r _levels.lustrum levels "$OUT" && cd "$OUT" && "$LUSTRUM" review _levels.lustrum --data levels --out results --quiet --spreadsheet-copy
"$LUSTRUM" export results --ees ees --spreadsheet-copy --quiet && cat ees/data.csv ees/data.meta.csv
for country in 'W92000004=Wales' 'W92000004' '=Wales' 'W92000004=' "$(printf 'W=\377')"; do
    "$LUSTRUM" export results --spreadsheet-copy --ees again --country "$country" --quiet >said 2>&1; status=$?
    LC_ALL=C tr -d '\377' <said | head -n 1; echo "exit $status"
    [ ! -e again ] || { sed -n 2p again/data.csv; rm -r again; }
done
"$LUSTRUM" export results --sqlite results.db --xlsx results.xlsx --quiet; echo "exit $?"
"$LUSTRUM" export results --xlsx results.xlsx --spreadsheet-copy --quiet; echo "exit $?"
"$LUSTRUM" export results --sqlite results.db --spreadsheet-copy; echo "exit $?"
"$LUSTRUM" export results --sqlite nowhere/results.db; echo "exit $?"
"$LUSTRUM" export results --spreadsheet-copy --ees results.db; echo "exit $?"
"$LUSTRUM" export results --spreadsheet-copy --ees nowhere/ees; echo "exit $?"
python3 - <<'END'
import re, sqlite3, zipfile
base = sqlite3.connect("results.db")
for (name,) in base.execute("select name from sqlite_master where type = 'table' order by name"):
    columns = [row[1] for row in base.execute(f'pragma table_info("{name}")')]
    print(name, *columns, base.execute(f'select count(*) from "{name}"').fetchone()[0])
print(*base.execute('select * from "School" order by 1'), sep="\n")
book = zipfile.ZipFile("results.xlsx")
names = re.findall(r'<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
print(names)
sheet = book.read(f"xl/worksheets/sheet{1 + names.index('School')}.xml").decode()
print(*re.findall(r'<row r="[1-5]">.*?</row>', sheet, re.S), sep="\n")
END
