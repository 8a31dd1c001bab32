/* report.c -- see report.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/report.h"
#include "command/show.h"

LusStatus command_report(Lustrum *lus, const Asked *asked)
{
    LusResult *result;
    LusReport report = { .results = asked->operands[0],
                         .earlier = (const char *const *)asked->operands + 1,
                         .earlier_count = (size_t)asked->operand_count - 1,
                         .out_dir = asked->value[OPTION_OUT],
                         .only = asked->value[OPTION_ONLY],
                         .draft_for = asked->value[OPTION_DRAFT_FOR],
                         .level = asked->value[OPTION_LEVEL],
                         .year = asked->year,
                         .vega = asked->given[OPTION_VEGA],
                         .theme = asked->value[OPTION_THEME],
                         .keys = asked->value[OPTION_KEYS],
                         .json = asked->given[OPTION_JSON],
                         .threads = asked->threads };
    if (!report.out_dir || !report.out_dir[0]) {
        fputs("lustrum report: --out names the folder that the pages are written to, as in --out "
              "site\n",
              stderr);
        return LUS_CANNOT;
    }
    if (report.draft_for && (report.only || report.vega)) {
        fputs("lustrum report: --draft-for makes one page and nothing else, so --only and --vega "
              "cannot stand beside it\n",
              stderr);
        return LUS_CANNOT;
    }
    if (report.level && !report.draft_for) {
        fputs("lustrum report: --level says which level the key of --draft-for is of\n", stderr);
        return LUS_CANNOT;
    }
    LusStatus status = lus_report(lus, &report, &result);
    if (result) command_show(asked, result);
    return status;
}
