/* rule.h -- the rules of `lustrum lint` by name.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_LINT_RULE_H
#define LUSTRUM_LINT_RULE_H

#include "diag.h"

typedef enum {
#define RULE(id, name, message) RULE_##id,
#include "lint/rule.def"
#undef RULE
    RULE_COUNT
} RuleId;

typedef struct RuleInfo {
    const char *name;
    DiagId message;
} RuleInfo;
extern const RuleInfo rule_info[RULE_COUNT];

/* The rule of that name, or RULE_COUNT. */
RuleId rule_find(Str name);

#endif
