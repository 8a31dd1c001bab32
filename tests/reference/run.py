"""run.py -- the rows of one school year, joined; groups of them; and the years before.

SPDX-License-Identifier: Apache-2.0
"""
from model import climb
from node import Miss, Refused, Row


class Run:
    def __init__(self, model, load_earlier=None):
        self.model, self.load_earlier = model, load_earlier
        self.rows, self.index, self.readings = {}, {}, []
        self.nation = Row("nation", self)
        self.nation.keys = ()
        self.belows, self.grouped, self.years = {}, {}, {}

    # ---- joining ----

    def join(self):
        """Parents before children: links are found by the parents' keys."""
        done, records = set(), self.model.records

        def join_one(record):
            if record.name in done:
                return
            done.add(record.name)
            if record.named_by:
                self.name_rows(record)
                return
            for link in record.links:
                join_one(records[link.part.parent])
            self.join_record(record)
        for record in records.values():
            self.rows.setdefault(record, [])
        for record in records.values():
            join_one(record)
        self.rows = {record: self.rows[record] for record in records.values()}

    def name_rows(self, record):
        owner, name = record.named_by
        field = owner.fields[name]
        texts = set()
        for row in self.rows[owner]:
            link = row.parents[name]
            if isinstance(link, tuple):
                text = link[1][0].strip(" ") if field.part.trim else link[1][0]
                if text not in field.missing:
                    texts.add(text)
        self.rows[record] = []
        for text in sorted(texts, key=lambda one: one.encode()):
            if text == "":
                raise Refused("a blank name")
            row = Row(record, self, len(self.rows[record]))
            row.keys = (text,)
            self.rows[record].append(row)
        self.index[record] = {row.keys: row for row in self.rows[record]}

    def join_record(self, record):
        from data import link_reader
        finds = {link.name: link_reader(link, self) for link in record.links}
        index = self.index[record] = {}
        for row in self.rows[record]:
            for name, find in finds.items():
                if isinstance(row.parents[name], tuple):
                    row.parents[name] = find(row.parents[name][1])
            row.keys = tuple(row.parents[key.name] if key.kind == "link" else row.values[key.name]
                             for key in record.keys)
            key = self.key_of(row)
            if record.keys and key in index:
                raise Refused(f"two rows of {record} have the key {key}")
            index[key] = row

    @staticmethod
    def key_of(row):
        return tuple(("missing", part.name) if isinstance(part, Miss) else part
                     for part in row.keys)

    # ---- rows below ----

    def below(self, record, place, links):
        """{row of the place: rows of the record below it}."""
        known = (record, place)
        if known not in self.belows:
            found = self.belows[known] = {}
            for row in self.rows[record]:
                above = climb(row, links)
                if not isinstance(above, Miss):
                    found.setdefault(above, []).append(row)
        return self.belows[known]

    # ---- groups ----

    def all_groups(self, place):
        if place not in self.grouped:
            if hasattr(place, "fill"):
                place.fill()
            found = self.grouped[place] = {}
            for row in self.rows[place.record]:
                if not place.measure.counts(row):
                    continue
                keys = tuple(key.ev(row) for _, key in place.keys)
                above = self.level_row(row, place)
                if isinstance(above, Miss) or any(isinstance(key, Miss) for key in keys):
                    continue
                if (above, keys) not in found:
                    found[above, keys] = self.new_group(place, above, keys)
                found[above, keys].members.append(row)
        return self.grouped[place]

    def level_row(self, row, place):
        if place.level == "nation":
            return self.nation
        return climb(row, self.model.way(place.record, place.level))

    def new_group(self, place, above, keys):
        group = Row(place, self)
        group.level, group.keys, group.members = above, keys, []
        return group

    def group(self, place, above, keys):
        """The group with these keys, or the empty group of the row above."""
        found = self.all_groups(place)
        if (above, keys) not in found:
            empty = above.memo.setdefault(("empty", place), None)
            if empty is None:
                empty = above.memo["empty", place] = self.new_group(place, above, ())
            return empty
        return found[above, keys]

    def groups(self, place):
        return list(self.all_groups(place).values())

    # ---- the years before ----

    def earlier(self, k):
        year = self.model.year - k
        if year not in self.years:
            self.years[year] = self.load_earlier(year) if self.load_earlier else None
        return self.years[year]

    def follow(self, row, k):
        """The row that this row was k years before, or None."""
        key, found = self.key_of(row), row
        if not row.keys:
            return None
        was = None
        for back in range(1, k + 1):
            then = self.earlier(back)
            was = None
            if then is None:
                continue
            record = then.model.records[row.place.name]
            index = then.index[record]
            own = self.translated(key, then)
            was = index.get(own)
            if was is None and found is not None:
                was = self.continued(found, then, record)
            if was is not None:
                found = was
                key = then.key_of(was)
        return was

    def translated(self, key, then):
        """Key parts that are rows are followed by their own keys."""
        parts = []
        for part in key:
            if isinstance(part, Row):
                record = then.model.records[part.place.name]
                part = then.index[record].get(self.translated(Run.key_of(part), then))
            parts.append(part)
        return tuple(parts)

    def continued(self, row, then, record):
        from data import key_reader
        olds = [row.values[name] for name in row.place.fields if name.startswith("continues_from")
                and name in row.values]
        if not olds or any(isinstance(old, Miss) for old in olds):
            return None
        try:
            key = tuple(key_reader(part, then)(old) for part, old in zip(record.keys, olds))
        except Refused:
            return None
        return then.index[record].get(key)
