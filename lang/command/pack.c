/* pack.c -- see pack.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/pack.h"
#include "command/show.h"

LusStatus command_pack(Lustrum *lus, const Asked *asked)
{
    LusTable tables[TABLES_MOST];
    LusProgram *program;
    LusResult *said = NULL;
    LusOptions own = command_options(asked, tables);
    const char *out = asked->value[OPTION_OUT];
    own.out_dir = NULL;
    if (!out || !out[0]) {
        fputs("lustrum pack: --out names the file that is made, as in --out england.pack\n",
              stderr);
        return LUS_CANNOT;
    }
    LusStatus status = lus_compile_file(lus, asked->operands[0], asked->year, &program);
    if (status == LUS_OK) status = lus_pack(program, &own, out, &said);
    if (status == LUS_OK) command_show(asked, said);
    return status;
}
