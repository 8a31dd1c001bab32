/* help.c -- help, man page, completion and spec page, all from command.def.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/table.h"
#include "lustrum.h"
#include <string.h>

#define MANY INT_MAX
#define FOR_REVIEW (1u << COMMAND_REVIEW)
#define FOR_REFERENCE (1u << COMMAND_REFERENCE)
#define FOR_CHECK (1u << COMMAND_CHECK)
#define FOR_FMT (1u << COMMAND_FMT)
#define FOR_LINT (1u << COMMAND_LINT)
#define FOR_NEEDS (1u << COMMAND_NEEDS)
#define FOR_SCREEN (1u << COMMAND_SCREEN)
#define FOR_WHY (1u << COMMAND_WHY)
#define FOR_IMPACT (1u << COMMAND_IMPACT)
#define FOR_PACK (1u << COMMAND_PACK)
#define FOR_DIFF (1u << COMMAND_DIFF)
#define FOR_CANONICAL (1u << COMMAND_CANONICAL)
#define FOR_DOC (1u << COMMAND_DOC)
#define FOR_TEST (1u << COMMAND_TEST)
#define FOR_DISASSEMBLE (1u << COMMAND_DISASSEMBLE)
#define FOR_BUNDLE (1u << COMMAND_BUNDLE)
#define FOR_VERIFY (1u << COMMAND_VERIFY)
#define FOR_COMPARE (1u << COMMAND_COMPARE)
#define FOR_REPLAY (1u << COMMAND_REPLAY)
#define FOR_EXPORT (1u << COMMAND_EXPORT)
#define FOR_REPORT (1u << COMMAND_REPORT)
#define FOR_SEAL (1u << COMMAND_SEAL)
#define FOR_HELP (1u << COMMAND_HELP)
#define EVERY (~0u)

const CommandInfo command_table[COMMAND_COUNT] = {
#define COMMAND(id, name, operands, least, most, what, example, more)                              \
    { name, operands, least, most, what, example, more },
#define OPTION(id, name, value, commands, shown, what)
#include "command/command.def"
#undef COMMAND
#undef OPTION
};

const OptionInfo option_table[OPTION_COUNT] = {
#define COMMAND(id, name, operands, least, most, what, example, more)
#define OPTION(id, name, value, commands, shown, what) { name, value, commands, shown, what },
#include "command/command.def"
#undef COMMAND
#undef OPTION
};

static const char what_it_is[] =
    "Lustrum reviews schools by rules that anyone can read, exactly and the same every time.";

static const char *const exit_codes[] = {
    "0  done, nothing to report",
    "1  done, something found: faults, examples that fail, differences",
    "2  could not run: usage, a faulty framework, a file, memory, a limit",
    "3  the data were refused",
    "4  a seal, signature or disclosure check failed",
};

bool option_fits(int option, bool has_command, CommandId command)
{
    unsigned commands = option_table[option].commands;
    return commands == EVERY || (has_command && (commands >> command & 1));
}

static void put(FILE *out, const char *text)
{
    fputs(text, out);
}

static void put_padded(FILE *out, const char *text, size_t width)
{
    put(out, text);
    for (size_t i = strlen(text); i < width; i++) fputc(' ', out);
}

/* Words of `text` in lines of at most 78 characters, each after `indent` spaces. */
static void put_wrapped(FILE *out, const char *text, size_t indent)
{
    size_t column = 0;
    for (const char *word = text; *word;) {
        size_t len = strcspn(word, " ");
        if (column && column + 1 + len > 78) {
            fputc('\n', out);
            column = 0;
        }
        if (len && column == 0) {
            for (; column < indent; column++) fputc(' ', out);
        } else if (len) {
            fputc(' ', out);
            column++;
        }
        fwrite(word, 1, len, out);
        column += len;
        word += len;
        word += strspn(word, " ");
    }
    fputc('\n', out);
}

static void put_options(FILE *out, bool has_command, CommandId command)
{
    put(out, "\nOptions:\n");
    for (int o = 0; o < OPTION_COUNT; o++) {
        const OptionInfo *info = &option_table[o];
        if (!info->shown || !option_fits(o, has_command, command)) continue;
        put(out, "  ");
        put(out, info->name);
        size_t used = strlen(info->name);
        if (info->value[0]) {
            put(out, " ");
            put(out, info->value);
            used += 1 + strlen(info->value);
        }
        for (; used < 20; used++) fputc(' ', out);
        put(out, " ");
        put(out, info->what);
        put(out, "\n");
    }
}

void help_all(FILE *out)
{
    put(out, what_it_is);
    put(out, "\n\n  lustrum review examples/england_secondary/secondary.lustrum \\\n"
             "      --data DIR --year 2027/28 --out results\n\nCommands:\n");
    for (int c = 0; c < COMMAND_COUNT; c++) {
        put(out, "  ");
        put_padded(out, command_table[c].name, 13);
        put(out, command_table[c].what);
        put(out, "\n");
    }
    put_options(out, false, COMMAND_HELP);
    put(out, "\nMore on one command: lustrum help review\n");
}

void help_command(FILE *out, CommandId command)
{
    const CommandInfo *info = &command_table[command];
    put(out, "lustrum ");
    put(out, info->name);
    put(out, ": ");
    put(out, info->what);
    put(out, "\n\n  ");
    put(out, info->example);
    put(out, "\n\nUsage: lustrum ");
    put(out, info->name);
    put(out, " ");
    put(out, info->operands);
    put(out, " [OPTION]...\n");
    if (info->more[0]) put(out, "\n");
    if (info->more[0]) put_wrapped(out, info->more, 0);
    put_options(out, true, command);
}

/* Texts of the table hold no character that JSON escapes but the quote. */
static void put_json(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') fputc('\\', out);
        fputc(*text, out);
    }
    fputc('"', out);
}

void help_json(FILE *out)
{
    put(out, "{\n  \"schema\": \"lustrum/help@1\",\n  \"version\": ");
    put_json(out, lus_version());
    put(out, ",\n  \"commands\": [");
    for (int c = 0; c < COMMAND_COUNT; c++) {
        const CommandInfo *info = &command_table[c];
        put(out, c ? ",\n    { \"name\": " : "\n    { \"name\": ");
        put_json(out, info->name);
        put(out, ", \"operands\": ");
        put_json(out, info->operands);
        put(out, ", \"what\": ");
        put_json(out, info->what);
        put(out, ", \"options\": [");
        bool first = true;
        for (int o = 0; o < OPTION_COUNT; o++) {
            if (!option_table[o].shown || !option_fits(o, true, (CommandId)c)) continue;
            put(out, first ? "" : ", ");
            put_json(out, option_table[o].name);
            first = false;
        }
        put(out, "] }");
    }
    put(out, "\n  ]\n}\n");
}

/* ---- man page ---- */

/* In roff a hyphen is \- where it is typed, and no line of text may begin with a dot. */
static void put_roff(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '-') fputc('\\', out);
        fputc(*text, out);
    }
}

static void man_options(FILE *out, bool common, CommandId command)
{
    for (int o = 0; o < OPTION_COUNT; o++) {
        const OptionInfo *info = &option_table[o];
        bool every = info->commands == EVERY;
        if (!info->shown || every != common || !option_fits(o, !common, command)) continue;
        put(out, ".TP\n.B ");
        put_roff(out, info->name);
        if (info->value[0]) put(out, " \\fI");
        put_roff(out, info->value);
        if (info->value[0]) put(out, "\\fR");
        put(out, "\n");
        put_roff(out, info->what);
        put(out, "\n");
    }
}

void help_man(FILE *out)
{
    put(out, ".TH LUSTRUM 1 \"\" \"lustrum ");
    put(out, lus_version());
    put(out, "\" \"User Commands\"\n.SH NAME\nlustrum \\- review schools by rules, exactly\n"
             ".SH SYNOPSIS\n.B lustrum\n.I COMMAND\n[\\fIOPTION\\fR]...\n.SH DESCRIPTION\n");
    put_roff(out, what_it_is);
    put(out, "\n.SH COMMANDS\n");
    for (int c = 0; c < COMMAND_COUNT; c++) {
        const CommandInfo *info = &command_table[c];
        put(out, ".SS \"lustrum ");
        put(out, info->name);
        put(out, " ");
        put(out, info->operands);
        put(out, "\"\n");
        put_roff(out, info->what);
        put(out, ".\n");
        if (info->more[0]) put_roff(out, info->more);
        put(out, "\n.PP\n.EX\n");
        put_roff(out, info->example);
        put(out, "\n.EE\n");
        man_options(out, false, (CommandId)c);
    }
    put(out, ".SH \"COMMON OPTIONS\"\n");
    man_options(out, true, COMMAND_HELP);
    put(out, ".SH \"EXIT STATUS\"\n");
    for (size_t i = 0; i < sizeof exit_codes / sizeof exit_codes[0]; i++) {
        put(out, ".TP\n.B ");
        fwrite(exit_codes[i], 1, 1, out);
        put(out, "\n");
        put_roff(out, exit_codes[i] + 3);
        put(out, "\n");
    }
    put(out, ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nNo colours when set and not empty.\n"
             ".SH \"SEE ALSO\"\nThe language reference in spec/, and "
             ".B lustrum explain\n.\n");
}

/* ---- spec/commands.md ---- */

void help_markdown(FILE *out)
{
    put(out, "# Commands\n\nMade from `lang/command/command.def` by `make spec`; do not edit.\n");
    for (int c = 0; c < COMMAND_COUNT; c++) {
        const CommandInfo *info = &command_table[c];
        put(out, "\n## `lustrum ");
        put(out, info->name);
        put(out, " ");
        put(out, info->operands);
        put(out, "`\n\n");
        put(out, info->what);
        put(out, ".\n");
        if (info->more[0]) put(out, "\n");
        if (info->more[0]) put_wrapped(out, info->more, 0);
        put(out, "\n    ");
        put(out, info->example);
        put(out, "\n\n| option | what it does |\n| --- | --- |\n");
        for (int o = 0; o < OPTION_COUNT; o++) {
            const OptionInfo *option = &option_table[o];
            if (!option->shown || !option_fits(o, true, (CommandId)c)) continue;
            put(out, "| `");
            put(out, option->name);
            put(out, option->value[0] ? " " : "");
            put(out, option->value);
            put(out, "` | ");
            put(out, option->what);
            put(out, " |\n");
        }
    }
    put(out, "\n## Exit codes\n\n");
    for (size_t i = 0; i < sizeof exit_codes / sizeof exit_codes[0]; i++) {
        put(out, "    ");
        put(out, exit_codes[i]);
        put(out, "\n");
    }
}

/* ---- completion ---- */

void help_completion(FILE *out)
{
    put(out, "# bash completion for lustrum; made from lang/command/command.def\n"
             "_lustrum() {\n"
             "    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} words=\n"
             "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
             "        words='");
    for (int c = 0; c < COMMAND_COUNT; c++) {
        put(out, c ? " " : "");
        put(out, command_table[c].name);
    }
    put(out, "'\n    else\n        case $command in\n");
    for (int c = 0; c < COMMAND_COUNT; c++) {
        put(out, "        ");
        put(out, command_table[c].name);
        put(out, ") words='");
        bool first = true;
        for (int o = 0; o < OPTION_COUNT; o++) {
            if (!option_table[o].shown || !option_fits(o, true, (CommandId)c)) continue;
            put(out, first ? "" : " ");
            put(out, option_table[o].name);
            first = false;
        }
        put(out, "' ;;\n");
    }
    put(out, "        esac\n    fi\n"
             "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
             "    [ \"${word:0:1}\" = - ] || COMPREPLY+=($(compgen -f -- \"$word\"))\n"
             "}\ncomplete -o filenames -F _lustrum lustrum\n");
}
