/* rule.c -- see rule.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "lint/rule.h"

const RuleInfo rule_info[RULE_COUNT] = {
#define RULE(id, name, message) { name, D_##message },
#include "lint/rule.def"
#undef RULE
};

RuleId rule_find(Str name)
{
    int rule = 0;
    while (rule < RULE_COUNT &&
           !str_eq(name, (Str){ rule_info[rule].name, strlen(rule_info[rule].name) }))
        rule++;
    return (RuleId)rule;
}
