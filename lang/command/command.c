/* command.c -- see command.h: reading the command line.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/command.h"
#include "command/table.h"
#include "str.h"

enum { NUMBER_MOST = 1000000 };

static Str str_of(const char *text)
{
    return (Str){ text, strlen(text) };
}

bool command_find(const char *name, CommandId *command)
{
    for (int c = 0; c < COMMAND_COUNT; c++) {
        if (strcmp(command_table[c].name, name) != 0) continue;
        *command = (CommandId)c;
        return true;
    }
    return false;
}

/* ---- what was meant ---- */

/* The nearest of `names`, within a third of its length; NULL when none is. */
static const char *nearest(const char *word, const char *const *names, size_t count)
{
    const char *found = NULL;
    size_t best = strlen(word) / 3 + 2;
    for (size_t i = 0; i < count; i++) {
        size_t far = str_distance(str_of(word), str_of(names[i]), best);
        if (far >= best) continue;
        best = far;
        found = names[i];
    }
    return found;
}

/* What the user typed, printable: nothing in it may steer the terminal. */
static void put_word(FILE *out, const char *word)
{
    size_t shown = 0;
    for (const char *c = word; *c && shown < 60; c++, shown++)
        fputc((unsigned char)*c < 0x20 || (unsigned char)*c >= 0x7f ? '?' : *c, out);
}

static bool complain_word(FILE *out, const char *before, const char *word, const char *after)
{
    fputs("lustrum: ", out);
    fputs(before, out);
    put_word(out, word);
    fputs(after, out);
    return false;
}

void command_unknown(FILE *out, const char *name)
{
    const char *names[COMMAND_COUNT];
    for (int c = 0; c < COMMAND_COUNT; c++) names[c] = command_table[c].name;
    const char *near = nearest(name, names, COMMAND_COUNT);
    complain_word(out, "there is no command '", name, "'\n");
    if (near) {
        fputs("Did you mean  lustrum ", out);
        fputs(near, out);
        fputs("\n", out);
    }
    fputs("Commands: lustrum help\n", out);
}

static bool unknown_option(FILE *out, const char *name, const Asked *asked)
{
    const char *names[OPTION_COUNT];
    size_t count = 0;
    for (int o = 0; o < OPTION_COUNT; o++)
        if (option_table[o].shown && option_fits(o, asked->has_command, asked->command))
            names[count++] = option_table[o].name;
    const char *near = nearest(name, names, count);
    complain_word(out, "there is no option '", name, "'");
    fputs(asked->has_command ? " of this command\n" : "\n", out);
    if (near) {
        fputs("Did you mean  ", out);
        fputs(near, out);
        fputs("\n", out);
    }
    fputs("Options: lustrum help", out);
    fputs(asked->has_command ? " " : "", out);
    fputs(asked->has_command ? command_table[asked->command].name : "", out);
    fputs("\n", out);
    return false;
}

/* ---- values ---- */

/* 2027/28 or 2027-28 as 2027; 0 for anything else. */
static int read_year(const char *text)
{
    int digits[6], count = 0;
    if (strlen(text) != 7 || (text[4] != '/' && text[4] != '-')) return 0;
    for (int i = 0; i < 7; i++) {
        if (i == 4) continue;
        if (text[i] < '0' || text[i] > '9') return 0;
        digits[count++] = text[i] - '0';
    }
    int year = ((digits[0] * 10 + digits[1]) * 10 + digits[2]) * 10 + digits[3];
    return digits[4] * 10 + digits[5] == (year + 1) % 100 ? year : 0;
}

/* A number from 1 to NUMBER_MOST; 0 for anything else. */
static unsigned read_number(const char *text)
{
    unsigned number = 0;
    for (const char *c = text; *c; c++) {
        if (*c < '0' || *c > '9' || number > NUMBER_MOST) return 0;
        number = number * 10 + (unsigned)(*c - '0');
    }
    return number > NUMBER_MOST ? 0 : number;
}

/* 1048576, 1024K, 512M or 2G as bytes, K being 1024; 0 for anything else. */
static uint64_t read_size(const char *text)
{
    static const char units[] = "KMG";
    uint64_t size = 0;
    const char *c = text;
    for (; *c >= '0' && *c <= '9'; c++)
        if (__builtin_mul_overflow(size, 10, &size) ||
            __builtin_add_overflow(size, (uint64_t)(*c - '0'), &size))
            return 0;
    const char *unit = *c ? strchr(units, *c) : NULL;
    if (c == text || (*c && (!unit || c[1]))) return 0;
    unsigned shift = unit ? 10 * (unsigned)(unit - units + 1) : 0;
    return size >> (63 - shift) ? 0 : size << shift;
}

/* RECORD=PATH in two; the sign between gives way to the end of the first. */
static bool take_table(Asked *asked, char *value, FILE *out)
{
    char *equals = strchr(value, '=');
    if (!equals || equals == value || !equals[1])
        return complain_word(out, "'", value, "' is not RECORD=PATH, as in School=s.csv\n");
    if (asked->table_count == TABLES_MOST)
        return complain_word(out, "too many tables at '", value, "'\n");
    *equals = '\0';
    asked->records[asked->table_count] = value;
    asked->paths[asked->table_count++] = equals + 1;
    return true;
}

static bool take_value(Asked *asked, OptionId option, char *value, FILE *out)
{
    asked->given[option] = true;
    asked->value[option] = value;
    switch ((int)option) {
    case OPTION_YEAR:
        asked->year = read_year(value);
        return asked->year ||
               complain_word(out, "'", value, "' is not a school year; write it as 2027/28\n");
    case OPTION_THREADS:
    case OPTION_BATCH:
        *(option == OPTION_THREADS ? &asked->threads : &asked->batch) = read_number(value);
        return read_number(value) ||
               complain_word(out, "'", value, "' is not a number from 1 to 1000000\n");
    case OPTION_THRESHOLD:
        asked->threshold = read_number(value);
        return asked->threshold ||
               complain_word(out, "'", value, "' is not how many people must sign, as in 2\n");
    case OPTION_MAX_MEMORY:
        asked->max_memory = read_size(value);
        return asked->max_memory ||
               complain_word(out, "'", value,
                             "' is not an amount of memory; write it as 512M or 2G\n");
    case OPTION_TABLE: return take_table(asked, value, out);
    case OPTION_COLOUR:
        return strcmp(value, "auto") == 0 || strcmp(value, "always") == 0 ||
               strcmp(value, "never") == 0 ||
               complain_word(out, "--color is auto, always or never, not '", value, "'\n");
    case OPTION_LANE:
        asked->lane = strcmp(value, "wide") == 0 ? 1 : strcmp(value, "exact") == 0 ? 2 : 0;
        return asked->lane ||
               complain_word(out, "--force-lane is wide or exact, not '", value, "'\n");
    default: return true;
    }
}

/* ---- words ---- */

static const char *long_name(const char *word)
{
    if (strcmp(word, "-o") == 0) return "--out";
    if (strcmp(word, "-h") == 0) return "--help";
    if (strcmp(word, "-q") == 0) return "--quiet";
    return word;
}

/* The option whose name is the first len bytes of word, or OPTION_COUNT. */
static int find_option(const char *word, size_t len)
{
    int o = 0;
    while (o < OPTION_COUNT &&
           (strlen(option_table[o].name) != len || memcmp(option_table[o].name, word, len) != 0))
        o++;
    return o;
}

/* Which option argv[*i] is; takes its value, in it or after it. */
static bool take_option(int argc, char **argv, int *i, Asked *asked, FILE *out)
{
    const char *word = long_name(argv[*i]);
    char *equals = strchr(argv[*i], '=');
    int o = find_option(word, equals ? (size_t)(equals - argv[*i]) : strlen(word));
    if (o == OPTION_COUNT || !option_fits(o, asked->has_command, asked->command))
        return unknown_option(out, word, asked);
    const OptionInfo *info = &option_table[o];
    char *value = equals ? equals + 1 : NULL;
    if (!info->value[0]) {
        if (value) return complain_word(out, "", info->name, " takes no value\n");
        asked->given[o] = true;
        return true;
    }
    if (!value && *i + 1 == argc)
        return complain_word(out, "", info->name, " wants a value after it\n");
    if (!value) value = argv[++*i];
    /* What makes a folder or a pack says itself what --out is for; every title has the empty text.
     */
    bool one_file = asked->command == COMMAND_DOC || asked->command == COMMAND_REFERENCE;
    if (!value[0] && (o != OPTION_OUT || one_file) && o != OPTION_ONLY)
        return complain_word(out, "", info->name, " wants a value, and this one is empty\n");
    return take_value(asked, (OptionId)o, value, out);
}

/* The command is the first word that is not an option, so options may be checked against it. */
static bool find_command(int argc, char **argv, Asked *asked, FILE *out)
{
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] == '-') {
            const char *word = long_name(argv[i]);
            int o = find_option(word, strlen(word));
            if (o < OPTION_COUNT && option_table[o].value[0]) i++; /* its value comes next */
            continue;
        }
        if (!command_find(argv[i], &asked->command)) {
            command_unknown(out, argv[i]);
            return false;
        }
        asked->has_command = true;
        return true;
    }
    return true;
}

static bool count_operands(const Asked *asked, FILE *out)
{
    if (!asked->has_command || asked->given[OPTION_HELP] || asked->given[OPTION_VERSION])
        return true;
    const CommandInfo *info = &command_table[asked->command];
    if (asked->operand_count >= info->least && asked->operand_count <= info->most) return true;
    fputs("Usage: lustrum ", out);
    fputs(info->name, out);
    fputs(" ", out);
    fputs(info->operands, out);
    fputs(" [OPTION]...\nExample: ", out);
    fputs(info->example, out);
    fputs("\n", out);
    return false;
}

bool command_read(int argc, char **argv, Asked *asked, FILE *complain)
{
    *asked = (Asked){ .operands = argv };
    if (!find_command(argc, argv, asked, complain)) return false;
    bool seen_command = false, only_operands = false;
    for (int i = 1; i < argc; i++) {
        if (!only_operands && strcmp(argv[i], "--") == 0) {
            only_operands = true;
        } else if (!only_operands && argv[i][0] == '-' && argv[i][1]) {
            if (!take_option(argc, argv, &i, asked, complain)) return false;
        } else if (!seen_command) {
            seen_command = true;
        } else {
            asked->operands[asked->operand_count++] = argv[i];
        }
    }
    if (asked->given[OPTION_VERIFY_PACK] && !asked->given[OPTION_PACK] &&
        !asked->given[OPTION_HELP])
        return complain_word(complain, "--verify-pack is of a pack, and none is named: --pack ",
                             "PACK", "\n");
    return count_operands(asked, complain);
}
