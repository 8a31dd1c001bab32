"""pick.py -- picks: slots filled in order, or for the greatest total (spec/aggregates.md, "Picks").

Whether places can be filled together is a question of flow: each place taken goes to a slot that
takes rows, and on through the slots that gather it; no slot holds more than it takes.
SPDX-License-Identifier: Apache-2.0
"""
import functools

import build
import known
import number
import reduce
from node import Miss


class Slot:
    def __init__(self, pick, name, places, how, of):
        self.pick, self.name, self.most, self.how, self.of = pick, name, places, how, of
        self.gatherer = None
        self.condition = None

    @property
    def unit(self):
        return self.pick.points_node().unit

    def places(self, row):
        """The points of each place taken, in the order of candidates."""
        return self.pick.filled(row)[self.name]


class Pick:
    def __init__(self, part, level):
        self.part, self.level = part, level
        self.slots = {name: Slot(self, name, places, how, of)
                      for name, places, how, of in part.slots}
        for slot in self.slots.values():
            for inner in slot.of if slot.how == "of" else []:
                self.slots[inner].gatherer = slot
        self.built = None

    def build(self):
        if self.built is None:
            model = self.level.model
            self.record = reduce.rows_named(self.part.over, model)
            measure = self.level.measure
            every = self.part.over[0] == "all"
            inside = build.Context(model, self.record, measure, self.level, known.NONE if every
                                   else measure.counted_facts(self.record), every=every)
            where = build.expression(self.part.where, inside) if self.part.where else None
            if where:
                inside = inside.but(facts=inside.facts | known.yes(where))
            points = build.expression(self.part.points, inside)
            size = build.expression(self.part.size, inside) if self.part.size else None
            for slot in self.slots.values():
                if slot.how == "where":
                    slot.condition = build.expression(slot.of, inside)
            self.below = reduce.kids(self.record, self.level.place, model)
            self.built = (where, points, size)
        return self.built

    def points_node(self):
        return self.build()[1]

    def candidates(self, row):
        """(row, points, how often it may be taken), in their order."""
        where, points, size = self.build()
        model, measure = self.level.model, self.level.measure
        found = []
        for kid in self.below(row):
            if self.part.over[0] != "all" and not measure.counts(kid):
                continue
            if where and where.ev(kid) is not True:
                continue
            times = size.ev(kid) if size else 1
            times = 0 if isinstance(times, Miss) else max(0, int(number.floor(times)))
            value = points.ev(kid)
            if not isinstance(value, Miss):
                found.append((kid, value, times))
        found.sort(key=lambda one: reduce.field_order(one[0], model))
        high = self.part.order != "lowest"
        found.sort(key=functools.cmp_to_key(lambda a, b: number.compare(a[1], b[1]) * (
            -1 if high else 1)))
        return found

    def all_taken(self, row):
        """The rows that were taken, for the ledger."""
        self.filled(row)
        return row.memo[self][1]

    def filled(self, row):
        if self not in row.memo:
            candidates = self.candidates(row)
            if self.part.order:
                taken = self.in_order(candidates)
            else:
                taken = self.greatest([one for one in candidates if one[1] >= 0],
                                      [s for s in self.slots.values() if not s.gatherer])
            row.memo[self] = (self.with_gathered(taken, candidates),
                              {candidates[i][0] for places in taken.values() for i in places})
        return row.memo[self][0]

    def with_gathered(self, taken, candidates):
        """Points of each slot's places: of a slot that gathers, those of all that it gathers."""
        def of(slot):
            if slot.how != "of":
                return list(taken.get(slot.name, []))
            return sorted(i for inner in slot.of for i in of(self.slots[inner]))
        return {name: [candidates[i][1] for i in of(slot)] for name, slot in self.slots.items()}

    def leaves(self, slot):
        """The slots that take rows, of a slot and those that it gathers."""
        if slot.how != "of":
            return [slot]
        return [leaf for inner in slot.of for leaf in self.leaves(self.slots[inner])]

    def takes(self, slot, candidate):
        return slot.how == "rest" or slot.condition.ev(candidate[0]) is True

    def in_order(self, candidates):
        left = [times for _, _, times in candidates]
        taken = {}
        for slot in self.slots.values():
            if slot.gatherer:
                continue
            if slot.how == "of":
                part = self.greatest([(kid, points, left[i]) for i, (kid, points, _) in
                                      enumerate(candidates)], [slot])
                for name, places in part.items():
                    taken[name] = places
                    for i in places:
                        left[i] -= 1
                continue
            places = taken.setdefault(slot.name, [])
            for i, candidate in enumerate(candidates):
                while left[i] and len(places) < slot.most and self.takes(slot, candidate):
                    places.append(i)
                    left[i] -= 1
        return taken

    def greatest(self, candidates, roots):
        """Candidates in order, each that others can make room for; then which slot has which."""
        leaves = {leaf.name: leaf for root in roots for leaf in self.leaves(root)}
        fits = [{name for name, leaf in leaves.items() if self.takes(leaf, one)}
                for one in candidates]
        chosen, most = [], sum(root.most for root in roots)
        for i, (_, _, times) in enumerate(candidates):
            for _ in range(min(times, most)):
                if not self.room([fits[k] for k in chosen + [i]], leaves):
                    break
                chosen.append(i)
        allowed = [fits[i] for i in chosen]
        for slot in self.slots.values():        # in the order of the text: earlier rows first
            inside = {leaf.name for leaf in self.leaves(slot)}
            if not inside <= set(leaves):
                continue
            for place, names in enumerate(allowed):
                kept = allowed[:place] + [names & inside] + allowed[place + 1:]
                allowed[place] = names & inside if self.room(kept, leaves) else names - inside
        return {name: [i for i, names in zip(chosen, allowed) if name in names]
                for name in leaves}

    def room(self, allowed, leaves):
        """Whether there is a place for each of these, each in one of the leaves allowed to it."""
        load, where = {}, {}
        return all(self.augment(place, allowed, leaves, load, where, set())
                   for place in range(len(allowed)))

    def chain(self, leaf):
        while leaf:
            yield leaf
            leaf = leaf.gatherer

    def move(self, leaf, load, by):
        for slot in self.chain(leaf):
            load[slot.name] = load.get(slot.name, 0) + by

    def full(self, leaf, load):
        return [slot for slot in self.chain(leaf) if load.get(slot.name, 0) >= slot.most]

    def augment(self, place, allowed, leaves, load, where, seen):
        """Finds a leaf for the place, moving others out of the way."""
        for name in allowed[place]:
            if not self.full(leaves[name], load):
                where[place] = name
                self.move(leaves[name], load, 1)
                return True
        for name in allowed[place]:
            full = set(self.full(leaves[name], load))
            for other, at in list(where.items()):
                if (other, name) in seen or where.get(other) != at or not full <= set(
                        self.chain(leaves[at])):
                    continue
                seen.add((other, name))
                self.move(leaves[at], load, -1)
                del where[other]
                self.move(leaves[name], load, 1)
                where[place] = name
                if self.augment(other, allowed, leaves, load, where, seen):
                    return True
                self.move(leaves[name], load, -1)
                del where[place]
                self.move(leaves[at], load, 1)
                where[other] = at
        return False
