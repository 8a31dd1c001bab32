/* audit_ledger.c -- see audit.h: the sums of the ledger.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/audit.h"

/* The sum of the counts in a list of objects. */
static uint64_t sum_of(Audit *audit, ParsedNode *object, const char *key)
{
    size_t count;
    uint64_t sum = 0;
    ParsedNode *list = parsed_list(&audit->ledger, object, key, &count);
    for (size_t i = 0; i < count; i++)
        sum += parsed_count(&audit->ledger, parsed_item(&audit->ledger, list, i), "count");
    return sum;
}

static uint64_t count_of(Audit *audit, ParsedNode *object, const char *key)
{
    return parsed_count(&audit->ledger, object, key);
}

static Str words_of(Audit *audit, ParsedNode *object, const char *key)
{
    return parsed_str(&audit->ledger, object, key);
}

/* Holds `all` to be what its parts come to. */
static void expect(Audit *audit, Str name, const char *what, uint64_t all, uint64_t parts)
{
    if (audit->ledger.wrong.len) return;
    audit->sums++;
    if (all == parts) return;
    audit->sums--;
    audit_fault(
        audit, D_KEPT_LEDGER, audit->kept->path,
        str_printf(audit->arena, "%S: %s %u, and its parts come to %u", name, what, all, parts));
}

/* Holds a count of the ledger to be the one that stands elsewhere. */
static void agree(Audit *audit, Str name, const char *what, uint64_t count, const char *elsewhere,
                  uint64_t other)
{
    if (audit->ledger.wrong.len) return;
    if (count == other) {
        audit->sums++;
        return;
    }
    audit_fault(
        audit, D_KEPT_LEDGER, audit->kept->path,
        str_printf(audit->arena, "%S: %s %u, and %s %u", name, what, count, elsewhere, other));
}

static const KeptData *data_of(const Kept *kept, Str year, Str record, Str name)
{
    for (size_t i = 0; i < kept->data_count; i++)
        if (str_eq(kept->data[i].year, year) && str_eq(kept->data[i].record, record) &&
            str_eq(kept->data[i].name, name))
            return &kept->data[i];
    return NULL;
}

static void audit_reading(Audit *audit, ParsedNode *of, Str year)
{
    size_t count;
    ParsedNode *list = parsed_list(&audit->ledger, of, "reading", &count);
    for (size_t i = 0; i < count; i++) {
        ParsedNode *item = parsed_item(&audit->ledger, list, i);
        Str name = words_of(audit, item, "file"), record = words_of(audit, item, "record");
        uint64_t rows = count_of(audit, item, "rows"), kept = count_of(audit, item, "kept");
        expect(audit, name, "rows", rows, kept + sum_of(audit, item, "set_aside"));
        const KeptData *data = data_of(audit->kept, year, record, name);
        agree(audit, name, "files", 1, "in the manifest", data != NULL);
        if (!data) continue;
        agree(audit, name, "rows", rows, "in the manifest", data->rows);
        agree(audit, name, "rows kept", kept, "in the manifest", data->kept);
    }
    if (!parsed_has(of, "corrections")) return;
    ParsedNode *corrections = parsed_object(&audit->ledger, of, "corrections");
    Str name = words_of(audit, corrections, "file");
    parsed_list(&audit->ledger, corrections, "made", &count);
    expect(audit, name, "rows", count_of(audit, corrections, "rows"),
           count + count_of(audit, corrections, "of_other_years"));
}

static void audit_decisions(Audit *audit, ParsedNode *root)
{
    if (!parsed_has(root, "decisions")) return;
    ParsedNode *decisions = parsed_object(&audit->ledger, root, "decisions");
    expect(audit, words_of(audit, decisions, "file"), "rows", count_of(audit, decisions, "rows"),
           count_of(audit, decisions, "opened") + count_of(audit, decisions, "used") +
               count_of(audit, decisions, "not_used"));
}

static void audit_links(Audit *audit, ParsedNode *of)
{
    size_t count;
    ParsedNode *list = parsed_list(&audit->ledger, of, "links", &count);
    for (size_t i = 0; i < count; i++) {
        ParsedNode *item = parsed_item(&audit->ledger, list, i);
        Str name = str_printf(audit->arena, "%S.%S", words_of(audit, item, "record"),
                              words_of(audit, item, "field"));
        expect(audit, name, "rows", count_of(audit, item, "rows"),
               count_of(audit, item, "matched") + sum_of(audit, item, "unmatched"));
        expect(audit, name, "parents", count_of(audit, item, "parents"),
               count_of(audit, item, "with_children") + count_of(audit, item, "without_children"));
    }
}

static void audit_measuring(Audit *audit, ParsedNode *root)
{
    static const char *const fates[] = { "left_out", "withheld", "missing", "not_made" };
    size_t count;
    ParsedNode *list = parsed_list(&audit->ledger, root, "measuring", &count);
    for (size_t i = 0; i < count; i++) {
        ParsedNode *item = parsed_item(&audit->ledger, list, i);
        uint64_t parts = count_of(audit, item, "counted") + count_of(audit, item, "not_picked");
        for (size_t f = 0; f < COUNT_OF(fates); f++) parts += sum_of(audit, item, fates[f]);
        Str name = str_printf(audit->arena, "%S, %S", words_of(audit, item, "measure"),
                              words_of(audit, item, "record"));
        expect(audit, name, "rows", count_of(audit, item, "rows"), parts);
    }
}

/* The rows of a level file without a figure whose reason is `printed`; with at NULL, all rows with
 * a figure. */
static uint64_t rows_with(const Cells *cells, size_t value, size_t why, Str printed)
{
    uint64_t count = 0;
    for (size_t row = 0; row < cells->rows; row++) {
        bool shown = cells_at(cells, row, value).len > 0;
        if (printed.at ? !shown && str_eq(cells_at(cells, row, why), printed) : shown) count++;
    }
    return count;
}

/* Each reason's count beside the rows of the file that give it; two reasons may have one wording.
 */
static void audit_reasons(Audit *audit, ParsedNode *level, Str name, const Cells *cells,
                          size_t value, size_t why)
{
    size_t count;
    ParsedNode *list = parsed_list(&audit->ledger, level, "reasons", &count);
    for (size_t i = 0; i < count; i++) {
        Str printed = words_of(audit, parsed_item(&audit->ledger, list, i), "printed");
        uint64_t sum = 0;
        for (size_t k = 0; k < count; k++) {
            ParsedNode *other = parsed_item(&audit->ledger, list, k);
            if (str_eq(words_of(audit, other, "printed"), printed))
                sum += count_of(audit, other, "count");
        }
        if (audit->ledger.wrong.len) return;
        Str what = str_printf(audit->arena, "%S, %S", name, printed);
        agree(audit, what, "rows", sum, "in the file", rows_with(cells, value, why, printed));
    }
}

static void audit_level(Audit *audit, ParsedNode *item)
{
    const Kept *kept = audit->kept;
    Str file = words_of(audit, item, "file"), measure = words_of(audit, item, "measure");
    Str name = str_printf(audit->arena, "%S, %S", file, measure);
    uint64_t units = count_of(audit, item, "units"), shown = count_of(audit, item, "shown");
    uint64_t lost = count_of(audit, item, "withheld") + count_of(audit, item, "missing");
    expect(audit, name, "units", units, shown + lost);
    expect(audit, name, "units without a figure", lost, sum_of(audit, item, "reasons"));
    const KeptFile *found = kept_file(kept, file);
    agree(audit, name, "files", 1, "in the manifest", found != NULL && found->has_rows);
    if (!found || !found->has_rows || audit->ledger.wrong.len) return;
    const Cells *cells = &audit->sheets[found - kept->files];
    if (cells->columns == 0) return; /* told before */
    size_t value = cells_column(cells, measure);
    size_t why = cells_column(cells, str_printf(audit->arena, "%S.reason", measure));
    agree(audit, name, "columns", 1, "in the file", value < cells->columns && why < cells->columns);
    if (value >= cells->columns || why >= cells->columns) return;
    agree(audit, name, "units", units, "in the file", cells->rows);
    agree(audit, name, "figures shown", shown, "in the file",
          rows_with(cells, value, why, (Str){ NULL, 0 }));
    audit_reasons(audit, item, name, cells, value, why);
}

static void audit_reconciled(Audit *audit, ParsedNode *root)
{
    size_t count;
    if (!parsed_has(root, "totals")) return;
    ParsedNode *list = parsed_list(&audit->ledger, root, "totals", &count);
    for (size_t i = 0; i < count; i++) {
        ParsedNode *item = parsed_item(&audit->ledger, list, i);
        expect(audit, words_of(audit, item, "name"), "units", count_of(audit, item, "units"),
               count_of(audit, item, "equal") + count_of(audit, item, "within") +
                   count_of(audit, item, "different") + sum_of(audit, item, "not_compared"));
    }
}

static void audit_earlier(Audit *audit, ParsedNode *root)
{
    size_t count;
    if (!parsed_has(root, "earlier_years")) return;
    ParsedNode *list = parsed_list(&audit->ledger, root, "earlier_years", &count);
    for (size_t i = 0; i < count; i++) {
        ParsedNode *year = parsed_item(&audit->ledger, list, i);
        audit_reading(audit, year, words_of(audit, year, "year"));
        audit_links(audit, year);
    }
}

void audit_ledger(Audit *audit)
{
    size_t count;
    Str text, name = STR("ledger.json");
    if (!audit_read(audit, name, &text)) return;
    if (parsed_open(&audit->ledger, audit->arena, text)) {
        ParsedNode *root = audit->ledger.root;
        audit_reading(audit, root, STR_EMPTY);
        audit_decisions(audit, root);
        audit_links(audit, root);
        audit_measuring(audit, root);
        ParsedNode *list = parsed_list(&audit->ledger, root, "levels", &count);
        for (size_t i = 0; i < count; i++) audit_level(audit, parsed_item(&audit->ledger, list, i));
        audit_reconciled(audit, root);
        audit_earlier(audit, root);
    }
    if (audit->ledger.wrong.len)
        audit_fault(audit, D_KEPT_LEDGER, audit->kept->path,
                    str_printf(audit->arena, "%S: %S", name, audit->ledger.wrong));
}
