# JSON, and a page that stands alone: no script, nothing from a network, every element closed.
why() { "$LUSTRUM" why _village.lustrum "$@" --data village --year 2026/27 $MORE; }
why 1001 progress.lower --json
why 1001 progress --html >"$OUT/page.html"
grep -c -i -e '<script' -e 'http:' -e 'https:' -e 'src=' -e '@import' -e 'url(' "$OUT/page.html"
grep -o "default-src 'none'" "$OUT/page.html"
python3 - "$OUT/page.html" <<'END'
import sys
from html.parser import HTMLParser


class Page(HTMLParser):
    void = {"meta"}
    open, text, heads = [], "", []

    def handle_starttag(self, tag, attrs):
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("h1", "h2", "h3", "mark"):
            self.heads.append(f"{self.open[-1]}: {' '.join(data.split())}")


page = Page()
page.feed(open(sys.argv[1], encoding="utf-8").read())
page.close()
assert not page.open, page.open
print("\n".join(page.heads))
END
