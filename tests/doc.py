"""doc.py LUSTRUM FILE... -- documents for the public of every framework among the files.

The page of `doc --html` has one h1; headings that go down by one; a caption and scopes in every
table; links that lead to something on the page, each name once; nothing from elsewhere, no script,
no attribute that acts; the style that its policy names, and no other.  tidy, where there is one, has
nothing to say.  What it says is what the Markdown says, word by word.
SPDX-License-Identifier: Apache-2.0
"""
import base64
import hashlib
import html.parser
import re
import shutil
import subprocess
import sys

ELEMENTS = set("html head meta title style body main h1 h2 h3 p ul li div table caption thead tbody "
               "tr th td em strong a".split())
ATTRIBUTES = {"html": {"lang"}, "meta": {"charset", "http-equiv", "content", "name"},
              "h1": {"id"}, "h2": {"id"}, "h3": {"id"}, "div": {"class"}, "th": {"scope"},
              "a": {"href"}}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.ids, self.links, self.levels, self.words = [], [], [], [], []
        self.open, self.style, self.policy, self.captions = [], "", "", 0

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in ELEMENTS:
            self.found.append(f"an element {tag}")
        for name in attrs:
            if name not in ATTRIBUTES.get(tag, ()):
                self.found.append(f"an attribute {name} of {tag}")
        if tag in ("h1", "h2", "h3"):
            self.levels.append(int(tag[1]))
            self.ids.append(attrs.get("id"))
        if tag == "a":
            self.links.append(attrs.get("href", ""))
        if tag == "th" and attrs.get("scope") not in ("col", "row"):
            self.found.append("a heading of a table without scope")
        if tag == "table":
            self.captions -= 1
        if tag == "caption":
            self.captions += 1
        if attrs.get("http-equiv"):
            self.policy = attrs["content"]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.found.append(f"{tag} is closed out of turn")

    def handle_data(self, data):
        if "style" in self.open:
            self.style += data
        elif "body" in self.open:
            self.words += re.findall(r"\w+", data)


def faults_of(page):
    found = list(page.found)
    if page.levels.count(1) != 1 or page.levels[:1] != [1]:
        found.append("not one h1, or not first")
    if any(b > a + 1 for a, b in zip(page.levels, page.levels[1:])):
        found.append("a level of headings is left out")
    if page.captions:
        found.append("a table without a caption")
    if len(set(page.ids)) != len(page.ids):
        found.append("two headings have one name")
    found += [f"{link} leads nowhere" for link in page.links if link[:1] != "#" or link[1:] not in page.ids]
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    if f"default-src 'none'; style-src 'sha256-{digest}'" not in page.policy:
        found.append("the policy is of another style")
    return found


def plain(markdown):
    """The words of Markdown: no marks, no names of links."""
    text = re.sub(r"\]\(<[^>]*>\)", "]", markdown)
    return re.findall(r"\w+", re.sub(r"\\(.)", r"\1", re.sub(r"(?<!\\)[*]", "", text)))


def check(lustrum, path):
    made = subprocess.run([lustrum, "doc", path], capture_output=True, text=True)
    if made.returncode == 2:  # a module, or rules with faults
        return ["a document of rules with faults"] if made.stdout else []
    text = subprocess.run([lustrum, "doc", "--html", path], capture_output=True, text=True).stdout
    page = Page()
    page.feed(text)
    found = faults_of(page)
    if page.words != plain(made.stdout):
        found.append("the page has other words than the Markdown")
    if shutil.which("tidy"):
        found += subprocess.run(["tidy", "-q", "-e"], input=text, capture_output=True,
                                text=True).stderr.splitlines()
    return found


def main():
    lustrum, bad = sys.argv[1], 0
    for path in sys.argv[2:]:
        for fault in check(lustrum, path):
            print(f"{path}: {fault}")
            bad = 1
    sys.exit(bad)


main()
