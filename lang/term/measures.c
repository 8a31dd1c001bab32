/* measures.c -- see measures.h.
 *
 * In a normal form a line that is not indented opens a declaration, `measure progress`, and the
 * lines under it are its parts.  A unit is what one name stands for: a declaration, or of a record
 * one field, or the rest of the record.
 * SPDX-License-Identifier: Apache-2.0 */
#include "term/measures.h"
#include "sha256.h"

typedef struct Unit {
    Str name, other; /* a record has its plural too */
    Str kind;
    Str text;
    bool wanted;
} Unit;

typedef struct Units {
    Arena *arena;
    Unit *items;
    size_t count, cap;
} Units;

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Takes the next word off the front of *rest; empty at its end. */
static Str next_word(Str *rest)
{
    size_t start = 0, end;
    while (start < rest->len && !is_word(rest->at[start])) start++;
    for (end = start; end < rest->len && is_word(rest->at[end]);) end++;
    Str word = str_slice(*rest, start, end);
    *rest = str_slice(*rest, end, rest->len);
    return word;
}

static Str next_line(Str *rest)
{
    const char *end = memchr(rest->at, '\n', rest->len);
    size_t len = end ? (size_t)(end - rest->at) + 1 : rest->len;
    Str line = str_slice(*rest, 0, len);
    *rest = str_slice(*rest, len, rest->len);
    return line;
}

static bool begins(Str text, Str with)
{
    return text.len >= with.len && memcmp(text.at, with.at, with.len) == 0;
}

static Unit *open_unit(Units *units, Str kind, Str name)
{
    GROW(units->arena, units->items, units->count, units->cap);
    Unit *unit = &units->items[units->count++];
    *unit = (Unit){ .kind = kind, .name = name, .other = STR_EMPTY, .text = STR_EMPTY };
    return unit;
}

/* The last word of `derive Pupil.prior`: what formulas call it. */
static Str last_word(Str line)
{
    Str name = STR_EMPTY;
    for (Str word = next_word(&line); word.len; word = next_word(&line)) name = word;
    return name;
}

static void add_text(Units *units, size_t unit, Str line)
{
    Str *text = &units->items[unit].text;
    *text = str_printf(units->arena, "%S%S", *text, line);
}

static Units read_units(Arena *arena, Str canonical)
{
    Units units = { .arena = arena };
    size_t open = 0;
    bool record = false;
    Str rest = canonical, plural = STR("  plural: "), field = STR("  field ");
    while (rest.len) {
        Str line = next_line(&rest);
        if (line.at[0] != ' ') {
            Str words = line, kind = next_word(&words);
            record = str_eq(kind, STR("record"));
            open_unit(&units, kind, last_word(line));
            open = units.count - 1;
        } else if (record && begins(line, field)) {
            Str words = str_slice(line, field.len, line.len);
            open_unit(&units, STR("field"), next_word(&words));
            add_text(&units, units.count - 1, line);
            continue;
        } else if (record && begins(line, plural)) {
            Str words = str_slice(line, plural.len, line.len);
            units.items[open].other = next_word(&words);
        }
        if (units.count) add_text(&units, open, line);
    }
    return units;
}

/* Judgements and promises are made of measures, and no measure of them. */
static bool no_part_of_measures(const Unit *unit)
{
    static const char *const kinds[] = { "review", "power", "goal", "amendment", "lustrum" };
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (str_eq(unit->kind, (Str){ kinds[i], strlen(kinds[i]) })) return true;
    return false;
}

/* Wants every unit that a text names; true when one is new. */
static bool want_named(Units *units, Str text)
{
    bool more = false;
    for (Str word = next_word(&text); word.len; word = next_word(&text))
        for (size_t i = 0; i < units->count; i++) {
            Unit *unit = &units->items[i];
            if (unit->wanted || no_part_of_measures(unit)) continue;
            if (!str_eq(unit->name, word) && !str_eq(unit->other, word)) continue;
            unit->wanted = more = true;
        }
    return more;
}

static Str hash_of(Units *units, size_t measure)
{
    for (size_t i = 0; i < units->count; i++)
        units->items[i].wanted = i == measure || str_eq(units->items[i].kind, STR("framework"));
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < units->count; i++)
            if (units->items[i].wanted && !str_eq(units->items[i].kind, STR("framework")))
                more |= want_named(units, units->items[i].text);
    }
    Text text = text_open(units->arena);
    for (size_t i = 0; i < units->count; i++)
        if (units->items[i].wanted) text_add(&text, units->items[i].text);
    return sealed_hash(units->arena, text_str(&text));
}

SealedMeasure *measure_hashes(Arena *arena, Str canonical, size_t *count)
{
    Units units = read_units(arena, canonical);
    SealedMeasure *measures = NEW_ARRAY(arena, SealedMeasure, units.count + 1);
    *count = 0;
    for (size_t i = 0; i < units.count; i++)
        if (str_eq(units.items[i].kind, STR("measure")))
            measures[(*count)++] = (SealedMeasure){ units.items[i].name, hash_of(&units, i) };
    return measures;
}

/* ---- runs of years ---- */

static Str hash_in(const Chain *chain, int year, Str measure)
{
    const SealRecord *rules = chain_rules_of(chain, year);
    for (size_t i = 0; i < rules->measure_count; i++)
        if (str_eq(rules->measures[i].name, measure)) return rules->measures[i].hash;
    return STR_EMPTY;
}

static Unchanged longest(const Chain *chain, const SealRecord *rules, Str measure)
{
    Unchanged best = { measure, 0, -1 }, run = { measure, 0, -1 };
    Str before = STR_EMPTY;
    for (int year = rules->term_first; year <= rules->term_last; year++) {
        Str hash = hash_in(chain, year, measure);
        if (run.last != year - 1 || !str_eq(hash, before)) run.first = year;
        before = hash;
        if (!hash.len) continue;
        run.last = year;
        if (run.last - run.first > best.last - best.first) best = run;
    }
    return best;
}

Unchanged *unchanged_runs(Arena *arena, const Chain *chain, size_t *count)
{
    const SealRecord *rules = chain_last_rules(chain);
    Unchanged *runs = NEW_ARRAY(arena, Unchanged, rules->measure_count + 1);
    for (size_t i = 0; i < rules->measure_count; i++)
        runs[i] = longest(chain, rules, arena_str(arena, rules->measures[i].name));
    *count = rules->measure_count;
    return runs;
}
