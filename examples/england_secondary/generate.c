/* generate.c -- a made-up England: schools, pupils and results in the files of secondary.lustrum.
 *
 *   generate OUT --schools N [--pupils P] [--years K] [--first-year 2025/26] [--seed S] [--plain]
 *
 * Writes schools.csv, pupils.csv and results.csv into OUT/2025-26, OUT/2026-27 ...; with --plain
 * one flat year straight into OUT, in the shape that tests/bench wants (one-character grades,
 * pupils in no order).  No real person or school is in it.  All arithmetic is on integers, so the
 * same options give the same bytes on every machine; it must never use floating point, the clock
 * or the C library's own random numbers.
 * SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "names.h"
#include "out.h"

#define COUNT_OF(a) (sizeof(a) / sizeof(a)[0])
#define ONE 65536 /* one standard deviation, or one grade, in fixed point */

typedef struct Options {
    const char *out;
    int64_t schools, pupils, years, first_year, seed;
    bool plain;
} Options;

typedef struct School {
    int64_t urn;
    uint32_t name, region, authority, type;
    int64_t trust;     /* -1: in no trust */
    int64_t joins;     /* the year, counted from 0, in which it joins that trust */
    int64_t size;      /* pupils in a year group, before scaling to --pupils */
    int64_t effect;    /* grades that it adds to every result, in ONEs */
    int64_t trend;     /* more each year, in ONEs */
    int64_t intake;    /* ability of its intake, in ONEs */
    int64_t poor;      /* disadvantaged pupils in 1,000 */
    int64_t this_year; /* effect in the year being written */
} School;

/* ---- random numbers: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) ---- */

typedef struct Random {
    uint64_t state;
} Random;

static uint64_t random_bits(Random *random)
{
    uint64_t z = random->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* A whole number from 0 to below - 1. */
static int64_t random_below(Random *random, int64_t below)
{
    return (int64_t)(((random_bits(random) >> 32) * (uint64_t)below) >> 32);
}

static bool chance(Random *random, int64_t in_1000)
{
    return random_below(random, 1000) < in_1000;
}

/* Near enough normal, mean 0, standard deviation ONE: twelve uniform 16-bit numbers added up (the
 * variance of each is 2^32 / 12). */
static int64_t random_normal(Random *random)
{
    int64_t sum = -393210;
    for (int draw = 0; draw < 3; draw++) {
        uint64_t bits = random_bits(random);
        for (int part = 0; part < 4; part++) sum += (int64_t)((bits >> (16 * part)) & 0xFFFF);
    }
    return sum;
}

/* ---- names ---- */

static void out_place(Out *out, uint64_t which)
{
    out_text(out, place_start[which % COUNT_OF(place_start)]);
    out_text(out, place_end[which / COUNT_OF(place_start) % COUNT_OF(place_end)]);
}

/* One name in five has a comma, one in a hundred quotation marks: both must be quoted in CSV. */
static void out_school_name(Out *out, uint32_t name)
{
    uint32_t style = name % 100, place = name / 100;
    if (style == 0) {
        out_text(out, "\"The \"\"Old Mill\"\" School at ");
        out_place(out, place);
        out_text(out, "\"");
    } else if (style <= 20) {
        out_texts(out, "\"", saint_kind[style % COUNT_OF(saint_kind)]);
        out_place(out, place);
        out_text(out, "\"");
    } else {
        out_place(out, place);
        out_text(out, school_kind[style % COUNT_OF(school_kind)]);
    }
}

/* Different for every number below 6,000: 1,000 places, then the next kind. */
static void out_trust_name(Out *out, int64_t trust)
{
    uint64_t places = COUNT_OF(place_start) * COUNT_OF(place_end);
    out_place(out, (uint64_t)trust * 7919 % places);
    out_text(out, trust_kind[(uint64_t)trust / places % COUNT_OF(trust_kind)]);
    if ((uint64_t)trust >= places * COUNT_OF(trust_kind)) out_number(out, trust, 1);
}

/* ---- schools ---- */

/* Trusts of several sizes: most of one to five schools, a few of a dozen and more. */
static void join_trusts(School *schools, int64_t count, Random *random)
{
    static const uint8_t size[] = { 1, 1, 2, 3, 3, 4, 5, 5, 8, 13 };
    int64_t trust = -1, left = 0;
    for (int64_t i = 0; i < count; i++) {
        School *school = &schools[i];
        school->trust = -1;
        if (!chance(random, 720)) continue;
        if (left == 0) trust++, left = size[random_below(random, COUNT_OF(size))];
        left--;
        school->trust = trust;
        school->joins = chance(random, 60) ? 1 + random_below(random, 3) : 0;
    }
}

/* How many pupils a year group has: about one school in 60 is tiny, one in 200 has none yet. */
static int64_t school_size(Random *random)
{
    int64_t kind = random_below(random, 600);
    if (kind < 3) return 0;
    if (kind < 13) return 3 + random_below(random, 3);
    return 95 + random_below(random, 156);
}

static School *make_schools(const Options *options, Random *random)
{
    School *schools = calloc((size_t)options->schools, sizeof *schools);
    if (!schools) die("out of memory", "");
    for (int64_t i = 0; i < options->schools; i++) {
        School *school = &schools[i];
        school->urn = 100000 + i;
        school->name = (uint32_t)(random_bits(random) >> 40);
        school->authority = 201 + (uint32_t)random_below(random, 150);
        school->region = school->authority % COUNT_OF(region_name);
        school->type = (uint32_t)random_below(random, COUNT_OF(school_type));
        school->size = school_size(random);
        school->effect = random_normal(random) * 45 / 100;
        school->trend = random_normal(random) * 5 / 100;
        school->intake = random_normal(random) * 30 / 100;
        school->poor = 50 + random_below(random, 201) + random_below(random, 201);
    }
    join_trusts(schools, options->schools, random);
    return schools;
}

static void write_schools(const Options *options, const School *schools, const char *folder,
                          int64_t year)
{
    Out *out = out_open(folder, "schools.csv");
    out_text(out, "URN,SCHNAME,LA,REGION,TRUST,TYPE\n");
    for (int64_t i = 0; i < options->schools; i++) {
        const School *school = &schools[i];
        bool in_trust = school->trust >= 0 && school->joins <= year;
        out_number(out, school->urn, 1);
        out_text(out, ",");
        out_school_name(out, school->name);
        out_text(out, ",");
        out_number(out, school->authority, 1);
        out_texts(out, ",", region_name[school->region], ",");
        if (in_trust) out_trust_name(out, school->trust);
        out_texts(out, ",", in_trust ? "Academy" : school_type[school->type], "\n");
    }
    out_close(out);
}

/* ---- pupils and results ---- */

typedef struct Writer {
    const Options *options;
    Out *pupils, *results;
    Random random;
    int64_t year;   /* counted from 0 */
    int64_t number; /* pupils so far, of this year */
    char upn[16];
    char series[16]; /* "2026-06" */
    int64_t level;   /* the pupil's usual grade, in ONEs */
} Writer;

/* Nearest whole number, ties upward. */
static int64_t nearest(int64_t fixed)
{
    fixed += ONE / 2;
    return fixed >= 0 ? fixed / ONE : -((-fixed + ONE - 1) / ONE);
}

static int64_t within(int64_t value, int64_t least, int64_t most)
{
    return value < least ? least : value > most ? most : value;
}

/* The letter and twelve digits of pupil `number` of a year; different for every pupil, in no
 * order (7919 and 10^12 have no common factor). */
static void make_upn(char *upn, int64_t year, int64_t number)
{
    int64_t rest = ((year * 100000000 + number) * 7919 + 123456789) % 1000000000000;
    upn[0] = 'A';
    for (int digit = 12; digit > 0; digit--, rest /= 10) upn[digit] = (char)('0' + rest % 10);
    upn[13] = 0;
}

static void result(Writer *w, const char *subject, const char *qualification, const char *grade,
                   int64_t discount)
{
    grade = chance(&w->random, 4) ? "X" : grade;
    out_texts(w->results, w->upn, ",", subject, ",", qualification, ",", grade, ",", w->series,
              ",");
    out_number(w->results, discount, 4);
    out_text(w->results, "\n");
}

/* What the pupil gets in one subject, in ONEs; `tenths` of a grade easier or harder than most. */
static int64_t attained(Writer *w, int64_t tenths)
{
    return w->level + tenths * ONE / 10 + random_normal(&w->random) * 9 / 10;
}

static void gcse(Writer *w, const char *subject, int64_t tenths)
{
    static const char *const grade[] = { "U", "1", "2", "3", "4", "5", "6", "7", "8", "9" };
    int64_t points = within(nearest(attained(w, tenths)), 0, 9);
    result(w, subject, "GCSE", grade[points], 1000 + random_below(&w->random, 9000));
}

/* Combined science: two grades, equal or next to each other, such as 5-4. */
static void double_award(Writer *w)
{
    int64_t total = within(nearest(2 * attained(w, -1)), 1, 18);
    char grade[4] = { (char)('0' + (total + 1) / 2), '-', (char)('0' + total / 2), 0 };
    result(w, "COMBSCI", "GCSE double", total < 2 ? "U" : grade, 1310);
}

static void technical_award(Writer *w, const char *subject)
{
    static const struct {
        int64_t tenths;
        const char *grade;
    } cut[] = { { 78, "D*2" }, { 63, "D2" }, { 48, "M2" }, { 35, "P2" },
                { 25, "D1" },  { 16, "M1" }, { 6, "P1" } };
    int64_t value = attained(w, 3);
    const char *grade = "U";
    for (size_t i = COUNT_OF(cut); i-- > 0;)
        if (value * 10 >= cut[i].tenths * ONE) grade = cut[i].grade;
    result(w, subject, "Technical Award", grade, 2000 + random_below(&w->random, 900));
}

/* A usual set of entries; able pupils more often take three sciences, a language, two humanities.
 */
static void write_entries(Writer *w, int64_t ability)
{
    Random *random = &w->random;
    int64_t able = within(ability * 100 / ONE, -200, 200);
    if (chance(random, 990)) gcse(w, "ENGLANG", 0);
    if (chance(random, 970 + able / 10)) gcse(w, "ENGLIT", 1);
    if (chance(random, 995)) gcse(w, "MATHS", -1);
    if (chance(random, 250 + able)) {
        gcse(w, "BIOLOGY", 0), gcse(w, "CHEMISTRY", -1), gcse(w, "PHYSICS", -1);
    } else if (chance(random, 970)) {
        double_award(w);
    }
    bool history = chance(random, 440), geography = chance(random, history ? 60 + able / 4 : 700);
    if (history) gcse(w, "HISTORY", -1);
    if (geography) gcse(w, "GEOGRAPHY", -1);
    if (chance(random, 440 + able)) gcse(w, languages[random_below(random, 3)], -3);
    if (chance(random, 120)) gcse(w, "COMPSCI", -2);
    int64_t more = 1 + random_below(random, 3), start = random_below(random, 12);
    for (int64_t i = 0; i < more; i++) {
        const char *subject = open_subjects[(start + i * 5) % 12];
        if (chance(random, 320 - able))
            technical_award(w, subject);
        else
            gcse(w, subject, 2);
    }
}

/* The entries of tests/bench: one grade each, every group of subjects drawn alike. */
static void write_plain_entries(Writer *w)
{
    static const char *const ebacc[] = { "BIOLOGY", "CHEMISTRY", "PHYSICS", "COMBSCI", "COMPSCI",
                                         "HISTORY", "GEOGRAPHY", "FRENCH",  "GERMAN",  "SPANISH" };
    Random *random = &w->random;
    gcse(w, "ENGLANG", 0);
    if (chance(random, 950)) gcse(w, "ENGLIT", 1);
    gcse(w, "MATHS", -1);
    int64_t take = 2 + random_below(random, 3), start = random_below(random, 10);
    for (int64_t i = 0; i < take; i++) gcse(w, ebacc[(start + i * 3) % 10], -1);
    take = 2 + random_below(random, 3), start = random_below(random, 12);
    for (int64_t i = 0; i < take; i++) gcse(w, open_subjects[(start + i * 5) % 12], 2);
}

/* Key Stage 2 marks: 80 to 120; below the test a nominal score; a few unknown, one or both.  The
 * cohorts of 2024/25 and 2025/26 have none: no tests were sat in 2020 and 2021. */
static void write_key_stage_2(Writer *w, int64_t ability)
{
    int64_t year = w->options->first_year + w->year, mark[2];
    bool plain = w->options->plain, none = !plain && (year == 2024 || year == 2025);
    for (int i = 0; i < 2; i++) {
        int64_t fixed = 104 * ONE + 7 * ability + 2 * random_normal(&w->random);
        mark[i] = within(nearest(fixed), 80, 120);
        if (!plain && mark[i] == 80) mark[i] = 59 + random_below(&w->random, 21);
    }
    bool lost = chance(&w->random, 50) || none;
    bool lost_one = !plain && chance(&w->random, 5);
    out_text(w->pupils, ",");
    if (!lost && !lost_one) out_number(w->pupils, mark[0], 1);
    out_text(w->pupils, ",");
    if (!lost) out_number(w->pupils, mark[1], 1);
    out_text(w->pupils, "\n");
}

static void write_pupil(Writer *w, const School *school)
{
    Random *random = &w->random;
    int64_t ability = random_normal(random) + school->intake;
    bool poor = chance(random, school->poor);
    if (poor && !w->options->plain) ability -= 40 * ONE / 100;
    int64_t spread = w->options->plain ? 19 : 16, cost = w->options->plain ? 76 : 55;
    int64_t effort = w->options->plain ? 0 : random_normal(random);
    w->level = 48 * ONE / 10 + ability * spread / 10 + effort + school->this_year;
    if (poor) w->level -= cost * ONE / 100;
    make_upn(w->upn, w->year, w->number++);
    out_texts(w->pupils, w->upn, ",");
    out_number(w->pupils, school->urn, 1);
    const char *sex = chance(random, 500) ? ",F" : ",M";
    const char *need = chance(random, 840) ? ",N" : chance(random, 750) ? ",K" : ",E";
    out_texts(w->pupils, sex, poor ? ",1" : ",0", need, chance(random, 200) ? ",1" : ",0");
    write_key_stage_2(w, ability);
    if (w->options->plain)
        write_plain_entries(w);
    else
        write_entries(w, ability);
}

/* Every school gets its share of --pupils, by size: the shares of the first i schools together are
 * the exact share rounded down, so all of them add up to --pupils. */
static void write_year(const Options *options, School *schools, const char *folder, int64_t year)
{
    Writer w = { .options = options, .year = year };
    w.random.state = ((uint64_t)options->seed + 1) * 0xD1B54A32D192ED03u + (uint64_t)year;
    w.pupils = out_open(folder, "pupils.csv");
    w.results = out_open(folder, "results.csv");
    snprintf(w.series, sizeof w.series, "%04d-06", (int)(options->first_year + year + 1));
    out_text(w.pupils, "UPN,URN,SEX,FSM6,SEN,EAL,KS2READ,KS2MAT\n");
    out_text(w.results, "UPN,SUBJECT,QUAL,GRADE,SERIES,DISCOUNT\n");
    int64_t all = 0, before = 0;
    for (int64_t i = 0; i < options->schools; i++) {
        School *school = &schools[i];
        all += school->size;
        school->this_year =
            school->effect + year * school->trend + random_normal(&w.random) * 12 / 100;
    }
    for (int64_t i = 0; i < options->schools && !options->plain; i++) {
        before += schools[i].size;
        while (w.number < before * options->pupils / (all ? all : 1)) write_pupil(&w, &schools[i]);
    }
    while (options->plain && w.number < options->pupils)
        write_pupil(&w, &schools[random_below(&w.random, options->schools)]);
    out_close(w.pupils);
    out_close(w.results);
}

/* ---- the command line ---- */

static int64_t whole_number(const char *text, int64_t most)
{
    int64_t number = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9' && number <= most; at++) number = number * 10 + (*at - '0');
    if (at == text || *at || number > most) die("not a number that can be used here", text);
    return number;
}

/* 2025 of "2025/26". */
static int64_t school_year(const char *text)
{
    char first[5] = { 0 };
    if (strlen(text) != 7 || text[4] != '/') die("a school year is written 2025/26", text);
    memcpy(first, text, 4);
    int64_t year = whole_number(first, 9998);
    if (whole_number(text + 5, 99) != (year + 1) % 100) die("not a school year", text);
    return year;
}

static Options read_options(int count, char **words)
{
    Options options = { .years = 1, .first_year = 2025, .seed = 1, .pupils = -1 };
    const struct {
        const char *word;
        int64_t *value, most;
    } numbers[] = { { "--schools", &options.schools, 400000 },
                    { "--pupils", &options.pupils, 90000000 },
                    { "--years", &options.years, 20 },
                    { "--seed", &options.seed, 1000000000 } };
    for (int i = 1; i < count; i++) {
        bool plain = strcmp(words[i], "--plain") == 0, year = strcmp(words[i], "--first-year") == 0;
        size_t n = 0;
        while (n < COUNT_OF(numbers) && strcmp(words[i], numbers[n].word)) n++;
        if (plain)
            options.plain = true;
        else if (words[i][0] != '-' && !options.out)
            options.out = words[i];
        else if (!year && n == COUNT_OF(numbers))
            die("unknown option", words[i]);
        else if (i + 1 == count)
            die("a value must follow", words[i]);
        else if (year)
            options.first_year = school_year(words[++i]);
        else
            *numbers[n].value = whole_number(words[++i], numbers[n].most);
    }
    if (!options.out || options.schools == 0 || options.years == 0)
        die("usage",
            "generate OUT --schools N [--pupils P] [--years K] [--first-year 2025/26] [--seed S] "
            "[--plain]");
    if (options.plain && options.years > 1) die("--plain makes one year", "");
    if (options.pupils < 0) options.pupils = options.schools * 170;
    return options;
}

static void make_folder(const char *path)
{
    if (mkdir(path, 0777) && errno != EEXIST) die("cannot make the folder", path);
}

int main(int count, char **words)
{
    Options options = read_options(count, words);
    Random random = { (uint64_t)options.seed };
    School *schools = make_schools(&options, &random);
    size_t room = strlen(options.out) + 32;
    char *folder = malloc(room);
    if (!folder) die("out of memory", "");
    make_folder(options.out);
    for (int64_t year = 0; year < options.years; year++) {
        int first = (int)(options.first_year + year);
        if (options.plain)
            snprintf(folder, room, "%s", options.out);
        else
            snprintf(folder, room, "%s/%04d-%02d", options.out, first, (first + 1) % 100);
        make_folder(folder);
        write_schools(&options, schools, folder, year);
        write_year(&options, schools, folder, year);
    }
    free(folder);
    free(schools);
    return 0;
}
