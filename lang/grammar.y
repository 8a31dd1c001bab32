/* grammar.y -- what may follow what.  Actions only build nodes (syntax.h): no state, no checks that
 * need meaning.  The tree is described in node.def.
 *
 * There are no conflicts and may be none: when bison shows one, read the counterexample and change
 * the language first.  Three kinds of token are made by the feeder (parse.c), which has the whole
 * token list before it: END before each section word and at the end of the file, so that every
 * section has a closer to recover at; "in the", and "is below" and "is above", which one token of
 * look-ahead cannot tell from `in` and from bands of that name.
 *
 * A list whose rows begin with a free name (slots, bands) has a nonterminal of its own, so that a
 * name can only stand there; all of them hold the same MEASURE node.
 * SPDX-License-Identifier: Apache-2.0 */
%require "3.8"

%code requires {
#include "syntax.h"
}
/* What the feeder asks of a parse that is under way. */
%code provides {
/* True when a token of `kind` could be pushed now. */
bool syntax_accepts(lus_pstate *state, int kind);
/* True between a mistake and the third token that fits after it: no mistake is reported there. */
bool syntax_recovering(const lus_pstate *state);
/* True while no token has fitted since the mistake. */
bool syntax_lost(const lus_pstate *state);
/* Ends the recovery at once. */
void syntax_recovered(lus_pstate *state);
}
%code top {
#define YYLLOC_DEFAULT(at, rhs, n)                                                                 \
    do {                                                                                           \
        int first_ = 1;                                                                            \
        while (first_ < (n) && YYRHSLOC(rhs, first_).start == YYRHSLOC(rhs, first_).end) first_++; \
        (at).start = (n) ? YYRHSLOC(rhs, first_).start : YYRHSLOC(rhs, 0).end;                     \
        (at).end = (n) ? YYRHSLOC(rhs, n).end : YYRHSLOC(rhs, 0).end;                              \
    } while (0)
#define YYMAXDEPTH 4000
}
%code {
#define LEAF(kind, tok, at) syntax_leaf(s, NODE_##kind, (tok), (at))
#define MAKE(kind, tok, at, ...)                                                                   \
    syntax_node(s, NODE_##kind, (tok), (at), (Node *[]){ __VA_ARGS__ },                            \
                sizeof((Node *[]){ __VA_ARGS__ }) / sizeof(Node *))
#define ONE(item) syntax_list(s, (item))
#define NONE syntax_list(s, NULL)
#define SPREAD(kind, tok, at, list)                                                                \
    syntax_node(s, NODE_##kind, (tok), (at), (list)->child, (list)->count)
#define WORD(tok, at) LEAF(WORD, (tok), (at))
#define NATION(tok, at) ONE(LEAF(NATION, (tok), (at)))
#define BANDS(tok, at) syntax_node(s, NODE_BANDS, (tok), (at), NULL, 0)
#define GAP(where) syntax_leaf(s, NODE_ERROR, s->at, (where))
#define INTO_MEASURE(measure, clause, at)                                                          \
    syntax_into(s, (measure), AT_MEASURE_CLAUSES, (clause), (at))
#define FOLD(tok, at, ...) syntax_agg(s, (tok), (at), (Agg){ __VA_ARGS__ })
static void yyerror(const Range *at, Syntax *s, const char *message);
}

%define api.pure full
%define api.push-pull push
%define api.prefix {lus_}
%define api.token.prefix {T_}
%define api.token.raw
%define api.location.type {Range}
%define parse.error custom
%define parse.lac full
%define lr.type ielr
%parse-param {Syntax *s}
%expect 0
%union {
    uint32_t tok; /* of a token: its index */
    Node *node;
    Pair pair;
}

/* Pieces without a fixed spelling, and the signs.  Only the aliases further down are words of the
 * language. */
%token <tok> SPACE "spaces and tabs" NEWLINE "end of line" COMMENT "a comment" FAULT "a fault"
%token <tok> END "the end of the section"
%token <tok> NAME "a name" STRING "text in quotes" NUMBER "a number" PERCENT "a percentage"
%token <tok> YEAR "a school year" DATE "a date" CELL "a table cell" ROWEND "the end of a row"
%token <tok> LPAREN "(" RPAREN ")" LBRACKET "[" RBRACKET "]" COMMA "," DOT "." SIGN "%"
%token <tok> PLUS "+" MINUS "-" TIMES_SIGN "*" DIVIDE_SIGN "/"
%token <tok> LT "<" GT ">" EQ "=" GE ">=" LE "<=" NE "<>"
%token <tok> IN_THE "in the" IS_BELOW "is below" IS_ABOVE "is above"

/* Words that begin a section: reserved. */
%token <tok> FRAMEWORK "framework" USE "use" RECORD "record" LIST "list" TABLE "table"
%token <tok> PARAMETER "parameter" DERIVE "derive" FORMULA "formula" MEASURE "measure"
%token <tok> REVIEW "review"
%token <tok> POWER "power" GOAL "goal" CORRECTIONS "corrections" AMENDMENT "amendment"
%token <tok> RECONCILE "reconcile" PUBLISH "publish" REPORT "report" SUPPORT "support"
%token <tok> EXAMPLE "example"
/* Words that join: reserved. */
%token <tok> AND "and" AS "as" AT "at" BECAUSE "because" BY "by" COUNTING "counting"
%token <tok> EVERY "every" FOR "for" FROM "from" HAS "has" IF "if" IN "in" IS "is"
%token <tok> KNOWN "known" LET "let" MISSING "missing" NO "no" NOT "not" OF "of" OR "or"
%token <tok> OTHERWISE "otherwise" OVER "over" ROUNDED "rounded" SHOWN "shown" SOME "some"
%token <tok> THE "the" THEN "then" TO "to" WEIGHTED "weighted" WHEN "when" WHERE "where"
%token <tok> YES "yes"
/* Soft words: also names; each stands in `soft` or `opener` below.  There as here they stand by the
 * alphabet with lines of their own for each first letter, so that two additions seldom meet. */
%token <tok> ABOVE "above" ADD "add" ADDITIVE "additive" ALL "all" ALLOW "allow" ALONG "along"
%token <tok> ANY "any" ANYTHING "anything" ARTICLE "article" AWAY "away"
%token <tok> BAND "band" BANDS "bands" BASELINE "baseline" BE "be"
%token <tok> BEFORE "before" BEGINNING "beginning" BELOW "below" BETTER "better"
%token <tok> BETWEEN "between" BLANK "blank"
%token <tok> CELLS "cells" CLOSED "closed" CODE "code" COLUMN "column" COMPARED "compared"
%token <tok> CONSIDERS "considers" CONTEXT "context" CONTINUES "continues" COUNTS "counts"
%token <tok> DATE_WORD "date" DAYS "days" DECISIONS "decisions" DEVIATION "deviation" DIFFERENT "different"
%token <tok> DOWN "down"
%token <tok> EACH "each" EARLIEST "earliest" EDITION "edition" ELSE "else"
%token <tok> EMPTY_WORD "empty" ENCODING "encoding" ENDING "ending" EVEN "even"
%token <tok> EXPECT "expect"
%token <tok> FALL "fall" FIELDS "fields" FINDING "finding" FIRST "first"
%token <tok> FULL "full" FURTHER "further"
%token <tok> GAP_WORD "gap" GIVE "give" GIVEN "given" GOALS "goals"
%token <tok> GREATEST "greatest" GROUP "group" GROUPS "groups"
%token <tok> HALF "half" HELD "held" HIDDEN "hidden" HIGHER "higher" HIGHEST "highest"
%token <tok> IDENTITY "identity" INTERVAL "interval"
%token <tok> KEY "key"
%token <tok> LAST "last" LATEST "latest" LEAST "least" LEAVES "leaves"
%token <tok> LINES "lines" LOWER "lower" LOWEST "lowest"
%token <tok> MADE "made" MAY "may" MEAN "mean" MEASURES "measures"
%token <tok> MEDIAN "median" MIX "mix" MONTHS "months" MOST "most"
%token <tok> MULTIPLICATIVE "multiplicative"
%token <tok> NAMED "named" NATION "nation" NATIONAL "national" NEAREST "nearest"
%token <tok> NONE_WORD "none" NOTE "note" NUMBER_WORD "number"
%token <tok> OFFERS "offers" ON "on" ONE "one" ONLY "only" OPEN "open"
%token <tok> OUT "out" OUTCOME "outcome" OUTSIDE "outside" OWNER "owner"
%token <tok> PART "part" PERCENT_WORD "percent" PERSONAL "personal" PICK "pick"
%token <tok> PLACE "place" PLACES "places" POOLED "pooled" POPULATION "population"
%token <tok> POSSIBLE "possible"
%token <tok> PROCESS "process" PROGRESS "progress" PROTECTED "protected"
%token <tok> QUANTILE "quantile" QUESTION "question"
%token <tok> RANK "rank" REACHES "reaches" REFERENCE "reference" REFUSED "refused"
%token <tok> REPEATS "repeats"
%token <tok> REPORTED "reported" REST "rest" RISE "rise" ROOT "root"
%token <tok> ROUNDING "rounding" ROW "row" ROWS "rows" RULES "rules"
%token <tok> SAMPLE "sample" SCHOOL "school" SECURE "secure" SEEKS "seeks" SEPARATED "separated"
%token <tok> SEPARATOR "separator" SHARE "share" SHORT "short" SIGN_WORD "sign" SIMILAR "similar"
%token <tok> SKIPPED "skipped" SOURCE "source" SPREAD_WORD "spread" SPLIT "split" STANDARD "standard"
%token <tok> STRAIGHT "straight" SUM "sum"
%token <tok> TAKE "take" TAKES "takes" TAKING "taking" TERM "term"
%token <tok> TEXT "text" THEIR "their" THEM "them" TIES "ties"
%token <tok> TIMES "times" TOTAL "total" TRIM "trim"
%token <tok> UP "up" USES "uses" USING "using"
%token <tok> VALUE "value"
%token <tok> WHOLE "whole" WINSORISED "winsorised" WITH "with" WITHHELD "withheld" WITHIN "within"
%token <tok> WRITTEN "written"
%token <tok> YEAR_WORD "year" YEARS "years"
%token <tok> ZERO "zero"

%type <node> file decls lines decl fclauses framework fclause mode use beside path paths name
%type <node> sname row_name level_name levels string number percent year date dates dates_in
%type <node> dates_opt record rhead source roption rowtest rowand rowor rowone header valuefield
%type <node> field rfields linkfield optfield role kind code_of low_high unit valueoption
%type <node> linkoption texts words list items item table from_source rows row cells parameter
%type <node> between outside outside_groups along lines_along pooled
%type <node> dateds dated derive formula names measure mbroken mhead mlevel mbands mpick traits
%type <node> trait rounding mode_opt mclause because level lclause when because_opt pick slot band
%type <node> where_opt order way thens next by_opt times rows_of rows_over review power in_each
%type <node> closed_opt text_opt goal corrections
%type <node> amendment amended example step figure group def plain replacement core filtered keys choice
%type <node> result cond conj disj rel comparison sum product un agg folded tuple rest defs post
%type <node> prim rank within ties weight weights nth part rclause bandsas last_years headings
%type <node> reconcile unit_of allow allows differ publish pclause
%type <node> report shows winsorised support in_unit sclause
%type <pair> why range percents days_between years_between figure_of operand listed
%type <tok> soft opener fold spread compared
%start file

%%

/* ---- the file ---- */

file: decls                         { s->root = $1; $$ = $1; }
  ;
decls: %empty                       { $$ = syntax_node(s, NODE_FILE, s->at, @$, NULL, 0); }
  | decls lines END                 { $$ = syntax_add(s, $1, $2); }
  | decls decl END                  { $$ = syntax_add(s, $1, $2); }
  | decls decl error END            { $$ = syntax_add(s, syntax_add(s, $1, $2), GAP(@3)); }
  | decls error END                 { $$ = syntax_add(s, $1, GAP(@2)); }
  ;
/* Sections of many lines, which go on after a mistake ... */
lines: framework | record | measure | review | publish | report | support | example
  ;
/* ... and of one, which are kept with what could be read. */
decl: use | list | table | parameter | derive | formula | power | goal | reconcile | corrections
  | amendment
  ;

framework: "framework"[w] name string { $$ = MAKE(FRAMEWORK, $w, @$, $2, $3, NONE); }
  | fclauses
  ;
fclauses: "framework"[w] name string fclause
                                    { $$ = MAKE(FRAMEWORK, $w, @$, $2, $3, ONE($4)); }
  | "framework"[w] name string error { $$ = MAKE(FRAMEWORK, $w, @$, $2, $3, ONE(GAP(@4))); }
  | "framework"[w] error            { $$ = MAKE(FRAMEWORK, $w, @$, GAP(@2), GAP(@2), NONE); }
  | fclauses fclause                { $$ = syntax_into(s, $1, AT_FRAMEWORK_CLAUSES, $2, @$); }
  | fclauses error                  { $$ = syntax_into(s, $1, AT_FRAMEWORK_CLAUSES, GAP(@2), @$); }
  ;
fclause: "edition" number           { $$ = MAKE(EDITION, $1, @$, $2); }
  | "term" year "to" year           { $$ = MAKE(TERM, $1, @$, $2, $4); }
  | "term" year "only"              { $$ = MAKE(STUDY, $1, @$, $2); }
  | "owner" string                  { $$ = MAKE(OWNER, $1, @$, $2); }
  | "measures" "at" "most" number   { $$ = MAKE(MEASURES_AT_MOST, $1, @$, $4); }
  | "goals" "at" "most" number      { $$ = MAKE(GOALS_AT_MOST, $1, @$, $4); }
  | "rounding" mode                 { $$ = MAKE(ROUNDING, $1, @$, $2); }
  | "decisions" "from" string       { $$ = MAKE(DECISIONS, $1, @$, $3); }
  | "uses" "reference" "of" year    { $$ = MAKE(USES_REFERENCE, $1, @$, $4); }
  | allow
  ;
/* What `lustrum lint` advises and is not followed here.  The name is a plain one, so that `allow`
 * may be the name of a field, which goes on with a role. */
allow: "allow" row_name because     { $$ = MAKE(ALLOW, $1, @$, $2, $3); }
  ;
mode: "half" "away" "from" "zero"   { $$ = LEAF(MODE_HALF_AWAY, $1, @$); }
  | "half" "even"                   { $$ = LEAF(MODE_HALF_EVEN, $1, @$); }
  | "half" "up"                     { $$ = LEAF(MODE_HALF_UP, $1, @$); }
  | "up"                            { $$ = LEAF(MODE_UP, $1, @$); }
  | "down"                          { $$ = LEAF(MODE_DOWN, $1, @$); }
  ;

use: "use" beside path              { $$ = MAKE(USE, $1, @$, $3, $2); }
  ;
beside: %empty                      { $$ = NULL; }
  | "."                             { $$ = WORD($1, @$); }
  ;

/* ---- names ---- */

path: name
  | path "." name                   { $$ = syntax_chain(s, NODE_PATH, $2, @$, $1, $3); }
  ;
paths: path                         { $$ = ONE($1); }
  | paths "," path                  { $$ = syntax_add(s, $1, $3); }
  ;
name: sname
  | opener                          { $$ = LEAF(NAME, $1, @$); }
  ;
/* A name at the head of a slot or band, where a clause could begin as well. */
sname: NAME                         { $$ = LEAF(NAME, $1, @$); }
  | soft                            { $$ = LEAF(NAME, $1, @$); }
  ;
/* Soft words that begin a clause of a measure or go on after a soft word (`lowest number`,
 * `sample standard`, `full years`): names, but not at the head of a slot or band. */
opener: "allow"
  | "bands"
  | "days"
  | "interval"
  | "leaves"
  | "months"
  | "number"
  | "pick"
  | "split" | "standard"
  | "text"
  | "uses"
  | "value"
  | "withheld"
  | "years"
  ;
soft: "above" | "add" | "additive" | "all" | "along" | "any" | "anything"
  | "article" | "away"
  | "band" | "baseline" | "be" | "before" | "beginning" | "below"
  | "better" | "between" | "blank"
  | "cells" | "closed" | "code" | "column" | "compared" | "considers" | "context" | "continues"
  | "counts"
  | "date" | "decisions" | "deviation" | "different" | "down"
  | "each" | "earliest" | "edition" | "else" | "empty" | "encoding"
  | "ending" | "even" | "expect"
  | "fall" | "fields" | "finding" | "first" | "full" | "further"
  | "gap" | "give" | "given" | "goals" | "greatest" | "group"
  | "groups"
  | "half" | "held" | "hidden" | "higher" | "highest"
  | "identity"
  | "key"
  | "last" | "latest" | "least" | "lines" | "lower" | "lowest"
  | "made" | "may" | "mean" | "measures" | "median" | "mix"
  | "most" | "multiplicative"
  | "named" | "nation" | "national" | "nearest" | "none" | "note"
  | "offers" | "on" | "one" | "only" | "open" | "out" | "outcome"
  | "outside" | "owner"
  | "part" | "percent" | "personal" | "place" | "places" | "pooled"
  | "population" | "possible" | "process" | "progress" | "protected"
  | "quantile" | "question"
  | "rank" | "reaches" | "reference" | "refused" | "repeats" | "reported" | "rest"
  | "rise" | "root" | "rounding" | "row" | "rows" | "rules"
  | "sample" | "school" | "secure" | "seeks" | "separated" | "separator" | "share"
  | "short" | "sign" | "similar" | "skipped" | "source" | "spread" | "straight" | "sum"
  | "take" | "takes" | "taking" | "term" | "their" | "them"
  | "ties" | "times" | "total" | "trim"
  | "up" | "using"
  | "whole" | "winsorised" | "with" | "within" | "written"
  | "year"
  | "zero"
  ;
/* Records and their plurals are plain names, so that `nation` can stand beside them. */
row_name: NAME                      { $$ = LEAF(NAME, $1, @$); }
  ;
level_name: row_name
  | "nation"                        { $$ = LEAF(NATION, $1, @$); }
  ;
levels: level_name                  { $$ = ONE($1); }
  | levels "," level_name           { $$ = syntax_add(s, $1, $3); }
  ;
string: STRING                      { $$ = LEAF(STRING, $1, @$); }
  ;
number: NUMBER                      { $$ = LEAF(NUMBER, $1, @$); }
  ;
percent: PERCENT                    { $$ = LEAF(PERCENT, $1, @$); }
  ;
year: YEAR                          { $$ = LEAF(YEAR, $1, @$); }
  ;
date: DATE                          { $$ = LEAF(DATE, $1, @$); }
  ;

/* ---- years a thing holds for ---- */

dates: dates_in
  | "from" year                     { $$ = MAKE(FROM_YEAR, $1, @$, $2); }
  ;
dates_in: "in" year                 { $$ = MAKE(IN_YEAR, $1, @$, $2); }
  | "in" year "to" year             { $$ = MAKE(IN_YEARS, $1, @$, $2, $4); }
  ;
dates_opt: %empty                   { $$ = NULL; }
  | dates
  ;

/* ---- records ---- */

record: rhead | rfields
  ;
rfields: rhead field                { $$ = syntax_into(s, $1, AT_RECORD_FIELDS, $2, @$); }
  | rhead error                     { $$ = syntax_into(s, $1, AT_RECORD_FIELDS, GAP(@2), @$); }
  | rhead valuefield "," error      { $$ = syntax_into(s, $1, AT_RECORD_FIELDS, $2, @$); }
  | rfields valuefield "," error    { $$ = syntax_into(s, $1, AT_RECORD_FIELDS, $2, @$); }
  | rfields field                   { $$ = syntax_into(s, $1, AT_RECORD_FIELDS, $2, @$); }
  | rfields error                   { $$ = syntax_into(s, $1, AT_RECORD_FIELDS, GAP(@2), @$); }
  ;
rhead: "record"[w] row_name "(" row_name[p] ")" source[from]
                                    { $$ = MAKE(RECORD, $w, @$, $2, $p, $from, NONE, NONE); }
  | "record"[w] row_name "(" row_name[p] ")" error[e]
                                    { $$ = MAKE(RECORD, $w, @$, $2, $p, GAP(@e), NONE, NONE); }
  | "record"[w] row_name error      { $$ = MAKE(RECORD, $w, @$, $2, GAP(@3), GAP(@3), NONE, NONE); }
  | "record"[w] error[e]
                                    { $$ = MAKE(RECORD, $w, @$, GAP(@e), GAP(@e), GAP(@e), NONE,
                                                NONE); }
  | rhead "," roption               { $$ = syntax_into(s, $1, AT_RECORD_OPTIONS, $3, @$); }
  ;
field: valuefield | linkfield | optfield
  ;
source: "from" string               { $$ = MAKE(FROM_FILE, $1, @$, $2); }
  | "named" "by" path               { $$ = MAKE(NAMED_BY, $1, @$, $3); }
  ;
roption: "encoding" name            { $$ = MAKE(ENCODING, $1, @$, $2); }
  | "separator" string              { $$ = MAKE(SEPARATOR, $1, @$, $2); }
  | "rows" "where" rowtest          { $$ = MAKE(ROWS_WHERE, $1, @$, $3); }
  | "rows" "of" "the" "year" "in" header
                                    { $$ = MAKE(ROWS_OF_YEAR, $1, @$, $6, NULL); }
  | "rows" "of" "the" "year" "beginning"[b] "in" header
                                    { $$ = MAKE(ROWS_OF_YEAR, $1, @$, $7, WORD($b, @b)); }
  | "rows" "of" "the" "year" "ending"[b] "in" header
                                    { $$ = MAKE(ROWS_OF_YEAR, $1, @$, $7, WORD($b, @b)); }
  | "last" "column" "repeats"       { $$ = LEAF(LAST_COLUMN_REPEATS, $1, @$); }
  | "blank" "lines" "skipped"       { $$ = LEAF(BLANK_LINES_SKIPPED, $1, @$); }
  | "one" "row" "for" "each" name[x] "separated" "by" string[m]
                                    { $$ = MAKE(ROW_FOR_EACH, $1, @$, $x, $m); }
  | "empty" "rows" "skipped"        { $$ = LEAF(EMPTY_ROWS_SKIPPED, $1, @$); }
  | "further" "blank" "cells" "skipped"
                                    { $$ = LEAF(FURTHER_CELLS_SKIPPED, $1, @$); }
  | "short" "rows" "missing" "as" name words
                                    { $$ = MAKE(SHORT_ROWS, $1, @$, $5, $6); }
  | "missing" items "as" name words { $$ = MAKE(MISSING_AS, $1, @$, $2, $4, $5); }
  | "may" "be" "empty"              { $$ = LEAF(MAY_BE_EMPTY, $1, @$); }
  | dates_in "from" string          { $$ = MAKE(FILE_IN, $1->tok, @$, $1, $3); }
  | "on" date                       { $$ = MAKE(FILE_ON, $1, @$, $2); }
  | "on" name                       { $$ = MAKE(FILE_ON, $1, @$, $2); }
  | "continues" "from" headings dates_opt { $$ = MAKE(CONTINUES_FROM, $1, @$, $3, $4); }
  ;
headings: string                    { $$ = ONE($1); }
  | headings "and" string           { $$ = syntax_add(s, $1, $3); }
  ;
rowtest: rowone | rowand | rowor
  ;
rowand: rowone "and" rowone         { $$ = MAKE(AND, $2, @$, $1, $3); }
  | rowand "and" rowone             { $$ = syntax_add(s, $1, $3); }
  ;
rowor: rowone "or" rowone           { $$ = MAKE(OR, $2, @$, $1, $3); }
  | rowor "or" rowone               { $$ = syntax_add(s, $1, $3); }
  ;
rowone: header "is" string          { $$ = MAKE(IS, $2, @$, $1, $3); }
  | header "is" "not" string        { $$ = MAKE(IS_NOT, $2, @$, $1, $4); }
  | header "in" name                { $$ = MAKE(IN, $2, @$, $1, $3); }
  | "(" rowtest ")"                 { $$ = $2; }
  ;
header: STRING                      { $$ = LEAF(COLUMN, $1, @$); }
  | name                            { $$ = LEAF(COLUMN, $1->tok, @$); }
  ;

/* A field with options.  What stands after the comma decides, so the options are no list of their
 * own; a link's headings come first, or after `in YEAR from`. */
valuefield: name role kind "from" string
                                    { $$ = MAKE(FIELD, $1->tok, @$, $1, $2, $3, $5, NONE); }
  | name role kind error            { $$ = MAKE(FIELD, $1->tok, @$, $1, $2, $3, GAP(@4), NONE); }
  | name role error
                                    { $$ = MAKE(FIELD, $1->tok, @$, $1, $2, GAP(@3), GAP(@3),
                                                NONE); }
  | valuefield "," valueoption      { $$ = syntax_into(s, $1, AT_FIELD_OPTIONS, $3, @$); }
  ;
linkfield: name "part" "of" row_name "from" string
                                    { $$ = MAKE(PART_FIELD, $1->tok, @$, $1, NULL, $4, ONE($6),
                                              NONE); }
  | name "key" "part" "of" row_name "from" string
                                    { $$ = MAKE(PART_FIELD, $1->tok, @$, $1, WORD($2, @2), $5,
                                              ONE($7), NONE); }
  | linkfield "," string            { $$ = syntax_into(s, $1, AT_PART_FIELD_COLUMNS, $3, @$); }
  ;
optfield: linkfield "," linkoption  { $$ = syntax_into(s, $1, AT_PART_FIELD_OPTIONS, $3, @$); }
  | optfield "," linkoption         { $$ = syntax_into(s, $1, AT_PART_FIELD_OPTIONS, $3, @$); }
  ;
role: "key"                         { $$ = LEAF(ROLE_KEY, $1, @$); }
  | "key" "personal"                { $$ = LEAF(ROLE_KEY_PERSONAL, $1, @$); }
  | "identity"                      { $$ = LEAF(ROLE_IDENTITY, $1, @$); }
  | "personal"                      { $$ = LEAF(ROLE_PERSONAL, $1, @$); }
  | "context"                       { $$ = LEAF(ROLE_CONTEXT, $1, @$); }
  | "protected"                     { $$ = LEAF(ROLE_PROTECTED, $1, @$); }
  | "process"                       { $$ = LEAF(ROLE_PROCESS, $1, @$); }
  | "baseline"                      { $$ = LEAF(ROLE_BASELINE, $1, @$); }
  | "outcome"                       { $$ = LEAF(ROLE_OUTCOME, $1, @$); }
  ;
kind: "text"                        { $$ = LEAF(KIND_TEXT, $1, @$); }
  | "code" code_of                  { $$ = MAKE(KIND_CODE, $1, @$, $2); }
  | "number" range unit             { $$ = MAKE(KIND_NUMBER, $1, @$, $2.a, $2.b, $3); }
  | "whole" "number" range unit     { $$ = MAKE(KIND_WHOLE, $1, @$, $3.a, $3.b, $4); }
  | "%" percents                    { $$ = MAKE(KIND_PERCENT, $1, @$, $2.a, $2.b); }
  | "yes" "or" "no"                 { $$ = LEAF(KIND_YES_NO, $1, @$); }
  | "date" days_between             { $$ = MAKE(KIND_DATE, $1, @$, $2.a, $2.b); }
  | "school" "year" years_between   { $$ = MAKE(KIND_YEAR, $1, @$, $3.a, $3.b); }
  ;
code_of: %empty                     { $$ = NULL; }
  | "of" name                       { $$ = $2; }
  ;
range: %empty                       { $$ = (Pair){ NULL, NULL }; }
  | low_high "to" low_high          { $$ = (Pair){ $1, $3 }; }
  ;
low_high: number
  | "-" number                      { $$ = syntax_minus(s, $2, @$); }
  ;
percents: %empty                    { $$ = (Pair){ NULL, NULL }; }
  | percent "to" percent            { $$ = (Pair){ $1, $3 }; }
  | "-" percent "to" percent        { $$ = (Pair){ syntax_minus(s, $2, @2), $4 }; }
  | "-" percent "to" "-" percent
                                    { $$ = (Pair){ syntax_minus(s, $2, @2), syntax_minus(s, $5,
                                              @5) }; }
  ;
days_between: %empty                { $$ = (Pair){ NULL, NULL }; }
  | date "to" date                  { $$ = (Pair){ $1, $3 }; }
  ;
years_between: %empty               { $$ = (Pair){ NULL, NULL }; }
  | year "to" year                  { $$ = (Pair){ $1, $3 }; }
  ;
unit: %empty                        { $$ = NULL; }
  | "in" name                       { $$ = $2; }
  ;
valueoption: linkoption
  | "yes" string                    { $$ = MAKE(YES_TEXT, $1, @$, $2); }
  | "no" string                     { $$ = MAKE(NO_TEXT, $1, @$, $2); }
  | "percent" "sign"                { $$ = LEAF(PERCENT_SIGN, $1, @$); }
  | "written" "as" string           { $$ = MAKE(WRITTEN_AS, $1, @$, $3); }
  | "column" number "of" number     { $$ = MAKE(COLUMN_OF, $1, @$, $2, $4); }
  ;
linkoption: "missing" items "as" name words
                                    { $$ = MAKE(MISSING_AS, $1, @$, $2, $4, $5); }
  | "anything" "else" "as" name words { $$ = MAKE(ELSE_AS, $1, @$, $4, $5); }
  | "trim"                          { $$ = LEAF(TRIM, $1, @$); }
  | "not" dates_in "as" name words   { $$ = MAKE(NOT_IN, $1, @$, $2, $4, $5); }
  | dates_in "from" string          { $$ = MAKE(COLUMN_IN, $1->tok, @$, $1, ONE($3)); }
  | allow
  ;
texts: string                       { $$ = ONE($1); }
  | texts "," string                { $$ = syntax_add(s, $1, $3); }
  ;
words: %empty                       { $$ = NULL; }
  | string
  ;

/* ---- lists, tables, parameters, derived fields ---- */

list: "list" name "is" items        { $$ = MAKE(LIST_DECL, $1, @$, $2, $4); }
  | "list" name error               { $$ = MAKE(LIST_DECL, $1, @$, $2, ONE(GAP(@3))); }
  ;
items: item                         { $$ = ONE($1); }
  | items "," item                  { $$ = syntax_add(s, $1, $3); }
  ;
item: string | name
  ;
table: "table" name string from_source between rows
                                    { $$ = MAKE(TABLE, $1, @$, $2, $3, $4, $6, $5); }
  | "table" name error
                                    { $$ = MAKE(TABLE, $1, @$, $2, GAP(@3), NULL, ONE(GAP(@3)),
                                              NULL); }
  ;
between: %empty                     { $$ = NULL; }
  | "between" "rows" "by" "straight" "lines" outside
                                    { $$ = MAKE(STRAIGHT_LINES, $1, @$, $6, NULL); }
  ;
outside: %empty                     { $$ = NULL; }
  | "," "outside" "them" "missing" "as" name words
                                    { $$ = MAKE(OUTSIDE_MISSING, $4, @$, $6, $7); }
  | "," "outside" "them" "as" "the" "nearest" "row"
                                    { $$ = LEAF(OUTSIDE_NEAREST, $6, @$); }
  ;
from_source: %empty                 { $$ = NULL; }
  | "source" string                 { $$ = $2; }
  ;
rows: row                           { $$ = ONE($1); }
  | rows row                        { $$ = syntax_add(s, $1, $2); }
  ;
row: cells ROWEND                   { $$ = $1; $$->span.end = @2.end; }
  ;
cells: CELL                         { $$ = MAKE(ROW, $1, @$, LEAF(CELL, $1, @1)); }
  | cells CELL                      { $$ = syntax_add(s, $1, LEAF(CELL, $2, @2)); }
  ;
parameter: "parameter" name string "is" dateds
                                    { $$ = MAKE(PARAMETER, $1, @$, $2, $3, $5); }
  | "parameter" name error          { $$ = MAKE(PARAMETER, $1, @$, $2, GAP(@3), ONE(GAP(@3))); }
  ;
dateds: dated                       { $$ = ONE($1); }
  | dateds "," dated                { $$ = syntax_add(s, $1, $3); }
  ;
dated: sum dates_opt                { $$ = MAKE(DATED, $1->tok, @$, $1, $2); }
  ;
derive: "derive" row_name "." name string "is" def
                                    { $$ = MAKE(DERIVE, $1, @$, $2, $4, $5, $7); }
  | "derive" row_name "." name error { $$ = MAKE(DERIVE, $1, @$, $2, $4, GAP(@5), GAP(@5)); }
  ;
formula: "formula" row_name string "of" "(" names ")" "is" def
                                    { $$ = MAKE(FORMULA, $1, @$, $2, $3, $6, $9); }
  | "formula" row_name error        { $$ = MAKE(FORMULA, $1, @$, $2, GAP(@3), NONE, GAP(@3)); }
  ;
names: name                         { $$ = ONE($1); }
  | names "," name                  { $$ = syntax_add(s, $1, $3); }
  ;

/* ---- measures ---- */

measure: "measure"[w] name string traits
                                    { $$ = MAKE(MEASURE, $w, @$, $2, $3, $4, NONE); }
  | mbroken | mhead | mlevel | mbands | mpick
  ;
mbroken: "measure"[w] name string traits error
                                    { $$ = MAKE(MEASURE, $w, @$, $2, $3, $4, ONE(GAP(@5))); }
  | "measure"[w] name string error  { $$ = MAKE(MEASURE, $w, @$, $2, $3, ONE(GAP(@4)), NONE); }
  | "measure"[w] name error[e]      { $$ = MAKE(MEASURE, $w, @$, $2, GAP(@e), ONE(GAP(@e)), NONE); }
  | "measure"[w] error[e]           { $$ = MAKE(MEASURE, $w, @$, GAP(@e), GAP(@e), ONE(GAP(@e)),
                                                NONE); }
  | mbroken error                   { $$ = INTO_MEASURE($1, GAP(@2), @$); }
  ;
mhead: "measure"[w] name string traits mclause
                                    { $$ = MAKE(MEASURE, $w, @$, $2, $3, $4, ONE($5)); }
  | mbroken mclause                 { $$ = INTO_MEASURE($1, $2, @$); }
  | mhead mclause                   { $$ = INTO_MEASURE($1, $2, @$); }
  | mlevel mclause                  { $$ = INTO_MEASURE($1, $2, @$); }
  | mbands mclause                  { $$ = INTO_MEASURE($1, $2, @$); }
  | mpick mclause                   { $$ = INTO_MEASURE($1, $2, @$); }
  | mhead error                     { $$ = INTO_MEASURE($1, GAP(@2), @$); }
  ;
mlevel: "measure"[w] name string traits level
                                    { $$ = MAKE(MEASURE, $w, @$, $2, $3, $4, ONE($5)); }
  | mbroken level                   { $$ = INTO_MEASURE($1, $2, @$); }
  | mhead level                     { $$ = INTO_MEASURE($1, $2, @$); }
  | mlevel level                    { $$ = INTO_MEASURE($1, $2, @$); }
  | mbands level                    { $$ = INTO_MEASURE($1, $2, @$); }
  | mpick level                     { $$ = INTO_MEASURE($1, $2, @$); }
  | mlevel lclause                  { $$ = syntax_clause(s, $1, $2, @$); }
  | mbands lclause                  { $$ = syntax_clause(s, $1, $2, @$); }
  | mpick lclause                   { $$ = syntax_clause(s, $1, $2, @$); }
  | mlevel bandsas                  { $$ = syntax_clause(s, $1, $2, @$); }
  | mbands bandsas                  { $$ = syntax_clause(s, $1, $2, @$); }
  | mpick bandsas                   { $$ = syntax_clause(s, $1, $2, @$); }
  | mlevel error                    { $$ = syntax_clause(s, $1, GAP(@2), @$); }
  ;
bandsas: "bands" "as" name          { $$ = MAKE(BANDS_AS, $1, @$, $3); }
  ;
mbands: mlevel "bands"              { $$ = syntax_clause(s, $1, BANDS($2, @2), @$); }
  | mpick "bands"                   { $$ = syntax_clause(s, $1, BANDS($2, @2), @$); }
  | mbands "bands"                  { $$ = syntax_clause(s, $1, BANDS($2, @2), @$); }
  | mbands band                     { $$ = syntax_clause(s, $1, $2, @$); }
  | mbands error                    { $$ = syntax_clause(s, $1, GAP(@2), @$); }
  ;
mpick: mlevel pick                  { $$ = syntax_clause(s, $1, $2, @$); }
  | mpick pick                      { $$ = syntax_clause(s, $1, $2, @$); }
  | mbands pick                     { $$ = syntax_clause(s, $1, $2, @$); }
  | mpick slot                      { $$ = syntax_clause(s, $1, $2, @$); }
  | mpick error                     { $$ = syntax_clause(s, $1, GAP(@2), @$); }
  ;
traits: trait                       { $$ = ONE($1); }
  | traits "," trait                { $$ = syntax_add(s, $1, $3); }
  ;
trait: "outcome"                    { $$ = LEAF(TRAIT_OUTCOME, $1, @$); }
  | "context"                       { $$ = LEAF(TRAIT_CONTEXT, $1, @$); }
  | "gap"                           { $$ = LEAF(TRAIT_GAP, $1, @$); }
  | "national" "progress" "measure" { $$ = LEAF(TRAIT_PROGRESS, $1, @$); }
  | "in" name                       { $$ = MAKE(TRAIT_UNIT, $1, @$, $2); }
  | "in" "%"                        { $$ = MAKE(TRAIT_UNIT, $1, @$, LEAF(NAME, $2, @2)); }
  | "higher" "is" "better"          { $$ = LEAF(TRAIT_HIGHER, $1, @$); }
  | "lower" "is" "better"           { $$ = LEAF(TRAIT_LOWER, $1, @$); }
  | "shown" rounding                { $$ = MAKE(TRAIT_SHOWN, $1, @$, $2); }
  ;
rounding: "to" number places mode_opt { $$ = MAKE(TO_PLACES, $1, @$, $2, $4); }
  | "to" "whole" "number" mode_opt  { $$ = MAKE(TO_WHOLE, $1, @$, $4); }
  | "to" "nearest" number mode_opt  { $$ = MAKE(TO_NEAREST, $1, @$, $3, $4); }
  | "to" "nearest" percent mode_opt { $$ = MAKE(TO_NEAREST, $1, @$, $3, $4); }
  ;
places: "place" | "places"
  ;
mode_opt: %empty                    { $$ = NULL; }
  | mode
  ;
mclause: "text" string              { $$ = MAKE(TEXT, $1, @$, $2); }
  | "not" "made" dates_in because   { $$ = MAKE(NOT_MADE, $1, @$, $3, $4); }
  | "leaves" "out" string row_name "where" cond because
                                    { $$ = MAKE(LEAVES_OUT, $1, @$, $3, $4, $6, $7); }
  | "uses" path because             { $$ = MAKE(USES, $1, @$, $2, $3); }
  | allow
  ;
because: "because" string           { $$ = $2; }
  ;
level: "for" "each" levels dates_opt { $$ = MAKE(LEVEL_BLOCK, $1, @$, $3, $4, NONE); }
  | "for" "each" row_name "and" "all" "above" dates_opt
                                    { $$ = MAKE(LEVEL_BLOCK, $1, @$, ONE(MAKE(UPWARDS, $5, @3, $3)),
                                           $7, NONE); }
  | "for" "the" "nation" dates_opt  { $$ = MAKE(LEVEL_BLOCK, $1, @$, NATION($3, @3), $4, NONE); }
  ;
lclause: "let" name "be" def along  { $$ = MAKE(LET, $1, @$, $2, $4, $5); }
  | "let" name error                { $$ = MAKE(LET, $1, @$, $2, GAP(@3), NULL); }
  | "value" def                     { $$ = MAKE(VALUE, $1, @$, $2); }
  | "value" error                   { $$ = MAKE(VALUE, $1, @$, GAP(@2)); }
  | "then" "at" "most" sum why      { $$ = MAKE(THEN_AT_MOST, $1, @$, $4, $5.a, $5.b); }
  | "then" "at" "least" sum why     { $$ = MAKE(THEN_AT_LEAST, $1, @$, $4, $5.a, $5.b); }
  | "then" "add" sum why            { $$ = MAKE(THEN_ADD, $1, @$, $3, $4.a, $4.b); }
  | "then" "take" "away" sum why    { $$ = MAKE(THEN_TAKE_AWAY, $1, @$, $4, $5.a, $5.b); }
  | "then" "mix" "in" post "weighted" "by" post why
                                    { $$ = MAKE(THEN_MIX_IN, $1, @$, $4, $8.a, $8.b, $7); }
  | "then" "rounded" rounding why   { $$ = MAKE(THEN_ROUNDED, $1, @$, $3, $4.a, $4.b); }
  | "then" "band" "at" "most" name why
                                    { $$ = MAKE(THEN_BAND_AT_MOST, $1, @$, $5, $6.a, $6.b); }
  | "then" "band" "at" "least" name why
                                    { $$ = MAKE(THEN_BAND_AT_LEAST, $1, @$, $5, $6.a, $6.b); }
  | "interval" def "give" "or" "take" def
                                    { $$ = MAKE(INTERVAL_GIVE, $1, @$, $2, $6); }
  | "interval" "from" def "to" def  { $$ = MAKE(INTERVAL_FROM, $1, @$, $3, $5); }
  | "withheld" "as" string "when" cond
                                    { $$ = MAKE(WITHHELD, $1, @$, $3, $5); }
  | "split" "by" paths              { $$ = SPREAD(SPLIT, $1, @$, $3); }
  ;
along: %empty                       { $$ = NULL; }
  | "," lines_along                 { $$ = $2; }
  ;
lines_along: "between" "groups" "by" "straight" "lines" "along" path outside_groups
                                    { $$ = MAKE(STRAIGHT_LINES, $1, @$, $8, $7); }
  ;
outside_groups: %empty              { $$ = NULL; }
  | "," "outside" "them" "missing" "as" name words
                                    { $$ = MAKE(OUTSIDE_MISSING, $4, @$, $6, $7); }
  | "," "outside" "them" "as" "the" "nearest" "group"
                                    { $$ = LEAF(OUTSIDE_NEAREST, $6, @$); }
  ;
why: when because_opt               { $$ = (Pair){ $1, $2 }; }
  ;
when: %empty                        { $$ = NULL; }
  | "when" cond                     { $$ = $2; }
  ;
because_opt: %empty                 { $$ = NULL; }
  | because
  ;
pick: "pick" "from" rows_over where_opt "by" sum "," order times
                                    { $$ = MAKE(PICK, $1, @$, $3, $4, $6, $8, $9, NULL, NONE); }
  | "pick" "from" rows_over where_opt "by" sum "for" "the" "greatest" "total"[t] times
                                    { $$ = MAKE(PICK, $1, @$, $3, $4, $6, NULL, $11, WORD($t, @t),
                                              NONE); }
  ;
where_opt: %empty                   { $$ = NULL; }
  | "where" cond                    { $$ = $2; }
  ;
order: "highest" "first"            { $$ = LEAF(HIGHEST_FIRST, $1, @$); }
  | "lowest" "first"                { $$ = LEAF(LOWEST_FIRST, $1, @$); }
  ;
times: %empty                       { $$ = NULL; }
  | "," "each" sum "times"          { $$ = $3; }
  ;
slot: sname "takes" number "where" cond { $$ = MAKE(SLOT, $1->tok, @$, $1, $3, $5); }
  | sname "takes" number "of" "(" names ")" { $$ = MAKE(SLOT_OF, $1->tok, @$, $1, $3, $6); }
  | sname "takes" number "of" "the" "rest"
                                    { $$ = MAKE(SLOT_REST, $1->tok, @$, $1, $3); }
  | sname "takes" error             { $$ = MAKE(SLOT, $1->tok, @$, $1, GAP(@3), GAP(@3)); }
  ;
band: sname string "when" cond      { $$ = MAKE(BAND, $1->tok, @$, $1, $2, $4); }
  | sname string error              { $$ = MAKE(BAND, $1->tok, @$, $1, $2, GAP(@3)); }
  | sname string "otherwise"        { $$ = MAKE(BAND_OTHERWISE, $1->tok, @$, $1, $2); }
  | sname string "when" "missing"   { $$ = MAKE(BAND_MISSING, $1->tok, @$, $1, $2); }
  ;

/* ---- reviews, powers, goals, corrections, amendments ---- */

review: "review"[w] name string "of" "each" levels { $$ = MAKE(REVIEW, $w, @$, $2, $3, $6, NONE); }
  | "review"[w] name string "of" "the" "nation"[n]
                                    { $$ = MAKE(REVIEW, $w, @$, $2, $3, NATION($n, @n), NONE); }
  | "review"[w] name string error   { $$ = MAKE(REVIEW, $w, @$, $2, $3, NONE, NONE); }
  | "review"[w] name error          { $$ = MAKE(REVIEW, $w, @$, $2, GAP(@3), NONE, NONE); }
  | "review"[w] error               { $$ = MAKE(REVIEW, $w, @$, GAP(@2), GAP(@2), NONE, NONE); }
  | review rclause                  { $$ = syntax_into(s, $1, AT_REVIEW_CLAUSES, $2, @$); }
  | review error                    { $$ = syntax_into(s, $1, AT_REVIEW_CLAUSES, GAP(@2), @$); }
  ;
rclause: "text" string              { $$ = MAKE(TEXT, $1, @$, $2); }
  | "considers" paths               { $$ = SPREAD(CONSIDERS, $1, @$, $2); }
  | allow
  | "secure" "when" cond            { $$ = MAKE(SECURE, $1, @$, $3); }
  | "finding" name string "when" cond { $$ = MAKE(FINDING, $1, @$, $2, $3, $5); }
  | "finding" name string "otherwise" { $$ = MAKE(FINDING_OTHERWISE, $1, @$, $2, $3); }
  | "finding" name string "when" "missing"
                                    { $$ = MAKE(FINDING_MISSING, $1, @$, $2, $3); }
  ;
power: "power" name[n] string[t] text_opt[x] allows[a] "held" "by" string[h] in_each[e]
  "over" levels[l] "open" "when" cond[o] closed_opt[c]
                                    { $$ = MAKE(POWER, $1, @$, $n, $t, $h, $e, $l, $o, $x, $a, $c); }
  ;
allows: %empty                      { $$ = NONE; }
  | allows allow                    { $$ = syntax_add(s, $1, $2); }
  ;
closed_opt: %empty                  { $$ = NULL; }
  | "closed" "when" cond            { $$ = MAKE(CLOSED, $1, @$, $3); }
  ;
text_opt: %empty                    { $$ = NULL; }
  | "text" string                   { $$ = $2; }
  ;
in_each: %empty                     { $$ = NULL; }
  | "in" "each" row_name            { $$ = $3; }
  ;
goal: "goal" name string path "of" "the" "nation" "reaches" sum "by" year
                                    { $$ = MAKE(GOAL, $1, @$, $2, $3, $4, $9, $11); }
  ;
/* Our totals beside those that the files bring. */
reconcile: "reconcile"[w] name[n] string[t] "for" unit_of[u] def[a] "with" def[b] differ[d]
                                    { $$ = MAKE(RECONCILE, $w, @$, $n, $t, $u, $a, $b, $d); }
  ;
unit_of: "each" row_name            { $$ = $2; }
  | "the" "nation"                  { $$ = LEAF(NATION, $2, @2); }
  ;
differ: %empty                      { $$ = NULL; }
  | "," "within" sum because        { $$ = MAKE(DIFFER_WITHIN, $2, @$, $3, $4); }
  | "," "reported" "only" because   { $$ = MAKE(DIFFER_REPORTED, $2, @$, NULL, $4); }
  | "," "within" sum "," "reported" "only" because
                                    { $$ = MAKE(DIFFER_REPORTED, $5, @$, $3, $7); }
  ;
/* What is shown to the public, and what is hidden there. */
publish: "publish"[w] name string "of" paths
                                    { $$ = MAKE(PUBLISH, $w, @$, $2, $3, $5, NONE); }
  | "publish"[w] name string error  { $$ = MAKE(PUBLISH, $w, @$, $2, $3, NONE, NONE); }
  | "publish"[w] name error         { $$ = MAKE(PUBLISH, $w, @$, $2, GAP(@3), NONE, NONE); }
  | "publish"[w] error              { $$ = MAKE(PUBLISH, $w, @$, GAP(@2), GAP(@2), NONE, NONE); }
  | publish pclause                 { $$ = syntax_into(s, $1, AT_PUBLISH_CLAUSES, $2, @$); }
  | publish error                   { $$ = syntax_into(s, $1, AT_PUBLISH_CLAUSES, GAP(@2), @$); }
  ;
pclause: "hidden" "as" string "for" "counts" "of" number[low] "to" number[high]
                                    { $$ = MAKE(HIDDEN_COUNTS, $1, @$, $3, $low, $high); }
  | "missing" "as" string           { $$ = MAKE(MISSING_SHOWN, $1, @$, $3, NULL); }
  | "missing" "as" string "for" names { $$ = MAKE(MISSING_SHOWN, $1, @$, $3, $5); }
  | "counts" "rounded" rounding     { $$ = MAKE(COUNTS_ROUNDED, $1, @$, $3); }
  | "at" "least" number "counts" "possible"
                                    { $$ = MAKE(COUNTS_POSSIBLE, $1, @$, $3); }
  ;
/* What pages for readers show. */
report: "report"[w] name string "of" paths
                                    { $$ = MAKE(REPORT, $w, @$, $2, $3, $5, NONE); }
  | "report"[w] name string error   { $$ = MAKE(REPORT, $w, @$, $2, $3, NONE, NONE); }
  | "report"[w] name error          { $$ = MAKE(REPORT, $w, @$, $2, GAP(@3), NONE, NONE); }
  | "report"[w] error               { $$ = MAKE(REPORT, $w, @$, GAP(@2), GAP(@2), NONE, NONE); }
  | report shows                    { $$ = syntax_into(s, $1, AT_REPORT_CLAUSES, $2, @$); }
  | report error                    { $$ = syntax_into(s, $1, AT_REPORT_CLAUSES, GAP(@2), @$); }
  ;
shows: "spread" "within" row_name "is" path { $$ = MAKE(SPREAD_WITHIN, $1, @$, $3, $5); }
  | "spread" "between" row_name "none" { $$ = MAKE(SPREAD_NONE, $1, @$, $3); }
  | "spread" "between" row_name "additive" { $$ = MAKE(SPREAD_ADDITIVE, $1, @$, $3); }
  | "spread" "between" row_name "multiplicative" winsorised
                                    { $$ = MAKE(SPREAD_MULTIPLICATIVE, $1, @$, $3, $5); }
  | "compared" "within" row_name    { $$ = MAKE(COMPARED_WITHIN, $1, @$, $3); }
  | "split" "by" paths              { $$ = SPREAD(SPLIT, $1, @$, $3); }
  | "note" string                   { $$ = MAKE(NOTE, $1, @$, $2); }
  | "question" string               { $$ = MAKE(QUESTION, $1, @$, $2); }
  ;
winsorised: %empty                  { $$ = NULL; }
  | "winsorised" percent            { $$ = $2; }
  ;
/* Who could help whom: units that need it, units that are strong, and in what they are alike. */
support: "support"[w] name string "of" "each" row_name[l] in_unit[u]
                                    { $$ = MAKE(SUPPORT, $w, @$, $2, $3, $l, $u, NONE); }
  | "support"[w] name string error  { $$ = MAKE(SUPPORT, $w, @$, $2, $3, GAP(@4), GAP(@4), NONE); }
  | "support"[w] name error[e]
                                    { $$ = MAKE(SUPPORT, $w, @$, $2, GAP(@e), GAP(@e), GAP(@e),
                                                NONE); }
  | "support"[w] error[e]
                                    { $$ = MAKE(SUPPORT, $w, @$, GAP(@e), GAP(@e), GAP(@e),
                                                GAP(@e), NONE); }
  | support sclause                 { $$ = syntax_into(s, $1, AT_SUPPORT_CLAUSES, $2, @$); }
  | support error                   { $$ = syntax_into(s, $1, AT_SUPPORT_CLAUSES, GAP(@2), @$); }
  ;
in_unit: "in" "each" row_name       { $$ = $3; }
  | "in the" "the" "nation"         { $$ = LEAF(NATION, $3, @3); }
  ;
sclause: "text" string              { $$ = MAKE(TEXT, $1, @$, $2); }
  | "seeks" "when" cond             { $$ = MAKE(SEEKS, $1, @$, $3); }
  | "offers" "when" cond            { $$ = MAKE(OFFERS, $1, @$, $3); }
  | "similar" "in" paths            { $$ = SPREAD(SIMILAR, $1, @$, $3); }
  | "nearest" number "and" "ties"   { $$ = MAKE(NEAREST_TIES, $1, @$, $2); }
  | allow
  ;
corrections: "corrections" "from" string { $$ = MAKE(CORRECTIONS, $1, @$, $3); }
  ;
amendment: "amendment"[w] name[n] string[t] amended[o] "from" year[y] "article" string[a] because[b]
                                    { $$ = MAKE(AMENDMENT, $w, @$, $n, $t, $y, $a, $b, $o); }
  ;
/* What it changes: declarations, or clauses of them by name.  The seal asks for it; records that
 * are older than this clause do without. */
amended: %empty                     { $$ = NULL; }
  | "of" paths                      { $$ = $2; }
  ;

/* ---- examples ---- */

example: "example" string           { $$ = MAKE(EXAMPLE, $1, @$, $2, NONE); }
  | "example" error                 { $$ = MAKE(EXAMPLE, $1, @$, GAP(@2), NONE); }
  | example step                    { $$ = syntax_into(s, $1, AT_EXAMPLE_STEPS, $2, @$); }
  | example error                   { $$ = syntax_into(s, $1, AT_EXAMPLE_STEPS, GAP(@2), @$); }
  ;
step: "given" row_name rows         { $$ = MAKE(GIVEN, $1, @$, $2, $3, NULL); }
  | "given" row_name "in" year rows { $$ = MAKE(GIVEN, $1, @$, $2, $5, $4); }
  | "given" "rules" rows            { $$ = MAKE(GIVEN_RULES, $1, @$, $3); }
  | "taking" path "as" rows         { $$ = MAKE(TAKING, $1, @$, $2, $4); }
  | "in the" "the" "year" year      { $$ = MAKE(IN_YEAR, $1, @$, $4); }
  | "expect" figure "is" def        { $$ = MAKE(EXPECT_IS, $1, @$, $2, $4); }
  | "expect" figure "is" "missing"  { $$ = MAKE(EXPECT_MISSING, $1, @$, $2, NULL); }
  | "expect" figure "is" "missing" "as" name
                                    { $$ = MAKE(EXPECT_MISSING, $1, @$, $2, $6); }
  | "expect" "refused" string       { $$ = MAKE(EXPECT_REFUSED, $1, @$, $3); }
  ;
figure: path group figure_of        { $$ = MAKE(FIGURE, $1->tok, @$, $1, $2, $3.a, $3.b, NULL); }
  | "shown" path group figure_of
                                    { $$ = MAKE(FIGURE, $2->tok, @$, $2, $3, $4.a, $4.b, WORD($1,
                                              @1)); }
  ;
group: %empty                       { $$ = NULL; }
  | "[" defs "]"                    { $$ = $2; }
  ;
figure_of: %empty                   { $$ = (Pair){ NULL, NULL }; }
  | "of" row_name                   { $$ = (Pair){ $2, NULL }; }
  | "of" row_name texts             { $$ = (Pair){ $2, $3 }; }
  | "of" "the" "nation"             { $$ = (Pair){ LEAF(NATION, $3, @3), NULL }; }
  ;

/* ---- formulas, from the loosest joint to the tightest ---- */

def: plain
  | plain "rounded" rounding        { $$ = MAKE(ROUNDED, $2, @$, $1, $3); }
  ;
plain: core
  | core "counting" "missing" "as" replacement
                                    { $$ = MAKE(COUNTING, $2, @$, $1, $5); }
  ;
replacement: sum
  | "no"                            { $$ = LEAF(NO, $1, @$); }
  ;
core: choice | filtered | pooled
  ;
filtered: agg "where" cond          { $$ = syntax_filter(s, $1, $3, NULL, @$); }
  | agg "by" keys                   { $$ = syntax_filter(s, $1, NULL, $3, @$); }
  | agg "where" cond "by" keys      { $$ = syntax_filter(s, $1, $3, $5, @$); }
  ;
pooled: filtered "pooled" "to" "rise"
                                    { $$ = MAKE(POOLED, $2, @$, $1, NULL); }
  | filtered "pooled" "to" "fall"   { $$ = MAKE(POOLED, $2, @$, $1, WORD($4, @4)); }
  ;
keys: path                          { $$ = ONE($1); }
  | "(" paths ")"                   { $$ = $2; }
  ;
choice: result
  | result "if" cond "otherwise" choice { $$ = MAKE(IF, $2, @$, $1, $3, $5); }
  ;
result: cond
  | "no"                            { $$ = LEAF(NO, $1, @$); }
  ;
cond: rel | conj | disj
  | "in" "each" "of" "the" "last" number years rel
                                    { $$ = MAKE(EACH_YEAR, $1, @$, $6, $8); }
  | "at" "least" number "of" "the" "last" number years rel
                                    { $$ = MAKE(SOME_YEARS, $1, @$, $3, $7, $9); }
  ;
years: "year" | "years"
  ;
conj: rel "and" rel                 { $$ = MAKE(AND, $2, @$, $1, $3); }
  | conj "and" rel                  { $$ = syntax_add(s, $1, $3); }
  ;
disj: rel "or" rel                  { $$ = MAKE(OR, $2, @$, $1, $3); }
  | disj "or" rel                   { $$ = syntax_add(s, $1, $3); }
  ;
rel: sum
  | comparison
  | "known" comparison              { $$ = MAKE(KNOWN_AND, $1, @$, $2); }
  | sum "in" "%"                    { $$ = MAKE(IN, $2, @$, $1, LEAF(NAME, $3, @3)); }
  | sum "is" "known"                { $$ = MAKE(IS_KNOWN, $2, @$, $1); }
  | sum "is" "missing"              { $$ = MAKE(IS_MISSING, $2, @$, $1, NULL); }
  | sum "is" "missing" "as" name    { $$ = MAKE(IS_MISSING, $2, @$, $1, $5); }
  | "not" rel                       { $$ = MAKE(NOT, $1, @$, $2); }
  | "some" row_name "has" rel       { $$ = MAKE(SOME_HAS, $1, @$, $2, $4); }
  | "every" row_name "has" rel      { $$ = MAKE(EVERY_HAS, $1, @$, $2, $4); }
  | "no" row_name "has" rel         { $$ = MAKE(NO_HAS, $1, @$, $2, $4); }
  | "at" "least" number "of" "(" defs ")" { $$ = MAKE(AT_LEAST_OF, $1, @$, $3, $6); }
  | "all" "of" "(" defs ")"         { $$ = SPREAD(ALL_OF, $1, @$, $4); }
  | "any" "of" "(" defs ")"         { $$ = SPREAD(ANY_OF, $1, @$, $4); }
  ;
/* What may follow `known`: its left side is then also asked to be known. */
comparison: sum compared sum        { $$ = syntax_compare(s, $2, @$, $1, $3); }
  | sum "in" name                   { $$ = MAKE(IN, $2, @$, $1, $3); }
  | sum "is" sum                    { $$ = MAKE(IS, $2, @$, $1, $3); }
  | sum "is" "no"                   { $$ = MAKE(IS, $2, @$, $1, LEAF(NO, $3, @3)); }
  | sum "is" "not" sum              { $$ = MAKE(IS_NOT, $2, @$, $1, $4); }
  | sum "is" "at" "least" sum       { $$ = MAKE(IS_AT_LEAST, $2, @$, $1, $5); }
  | sum "is" "at" "most" sum        { $$ = MAKE(IS_AT_MOST, $2, @$, $1, $5); }
  | sum "is" "is below" sum         { $$ = MAKE(IS_BELOW, $2, @$, $1, $4); }
  | sum "is" "is above" sum         { $$ = MAKE(IS_ABOVE, $2, @$, $1, $4); }
  ;
compared: "<" | ">" | ">=" | "<=" | "=" | "<>"
  ;
sum: product
  | sum "+" product                 { $$ = syntax_chain(s, NODE_ADD, $2, @$, $1, $3); }
  | sum "-" product
                                    { $$ = syntax_chain(s, NODE_ADD, $2, @$, $1, MAKE(SUBTRACT,
                                              $2, @3, $3)); }
  ;
product: un
  | product "*" un                  { $$ = syntax_chain(s, NODE_MULTIPLY, $2, @$, $1, $3); }
  | product "/" un
                                    { $$ = syntax_chain(s, NODE_MULTIPLY, $2, @$, $1, MAKE(DIVIDE,
                                              $2, @3, $3)); }
  ;
un: post | agg | folded | rank
  | "-" un                          { $$ = MAKE(NEGATE, $1, @$, $2); }
  | "root" "of" un                  { $$ = MAKE(ROOT, $1, @$, $3); }
  | percent "of" post               { $$ = MAKE(PERCENT_OF, $2, @$, $1, $3); }
  | "full" "years" "from" post "to" post { $$ = MAKE(FULL_YEARS, $1, @$, $4, $6); }
  | "full" "months" "from" post "to" post { $$ = MAKE(FULL_MONTHS, $1, @$, $4, $6); }
  | "full" "days" "from" post "to" post { $$ = MAKE(FULL_DAYS, $1, @$, $4, $6); }
  ;

/* Reductions over rows; `where` and `by` may follow where one is all of a definition or bracket. */
agg: fold "of" operand "over" rows_of weight
                                    { $$ = FOLD($1, @$, .operand = $3.a, .known = $3.b, .over = $5,
                                                .weight = $6); }
  | spread "standard" "deviation" "of" operand "over" rows_of
                                    { $$ = FOLD($1, @$, .operand = $5.a, .known = $5.b,
                                              .over = $7); }
  | "number" "of" rows_over         { $$ = FOLD($1, @$, .over = $3); }
  | "number" "of" "different"[d] post[x] "over" rows_over[r]
                                    { $$ = FOLD($d, @$, .operand = $x, .over = $r); }
  | "share" "of" rows_over          { $$ = FOLD($1, @$, .over = $3); }
  | "share"[s] "of" "different"[d] path[x] "over" rows_over[r]
                                    { $$ = FOLD($s, @$, .over = MAKE(DIFFERENT_ROWS, $d, @$, $x,
                                                $r)); }
  | "the" "one"[o] post[x] "over" rows_over[r]
                                    { $$ = FOLD($o, @$, .operand = $x, .over = $r); }
  | "lowest" "number" nth "of" operand "over" rows_of
                                    { $$ = FOLD($1, @$, .operand = $5.a, .known = $5.b, .over = $7,
                                                .part = $3); }
  | "highest" "number" nth "of" operand "over" rows_of
                                    { $$ = FOLD($1, @$, .operand = $5.a, .known = $5.b, .over = $7,
                                                .part = $3); }
  | "quantile" part "of" operand "over" rows_of "using" name
                                    { $$ = FOLD($1, @$, .operand = $4.a, .known = $4.b, .over = $6,
                                                .part = $2, .method = $8); }
  ;
/* Reductions over a list in brackets, or over the rows of a slot. */
folded: fold "of" operand weight
                                    { $$ = FOLD($1, @$, .operand = $3.a, .known = $3.b,
                                              .weight = $4); }
  | fold "of" listed weights
                                    { $$ = FOLD($1, @$, .operand = $3.a, .known = $3.b,
                                              .weight = $4); }
  | spread "standard" "deviation" "of" operand
                                    { $$ = FOLD($1, @$, .operand = $5.a, .known = $5.b); }
  | spread "standard" "deviation" "of" listed
                                    { $$ = FOLD($1, @$, .operand = $5.a, .known = $5.b); }
  | "number" "of" "known"[k] post[x] { $$ = FOLD($1, @$, .operand = $x, .known = WORD($k, @k)); }
  | "number" "of" "known"[k] tuple[x]
                                    { $$ = FOLD($1, @$, .operand = $x, .known = WORD($k, @k)); }
  | fold "of" operand "over" last_years
                                    { $$ = FOLD($1, @$, .operand = $3.a, .known = $3.b,
                                              .over = $5); }
  | "number" "of" "known"[k] post[x] "over" last_years[y]
                                    { $$ = FOLD($1, @$, .operand = $x, .over = $y,
                                              .known = WORD($k, @k)); }
  ;
last_years: "the" "last" number years { $$ = MAKE(LAST_YEARS, $2, @$, $3); }
  ;
fold: "sum" | "mean" | "median" | "greatest" | "least"
  ;
spread: "sample" | "population"
  ;
operand: post                       { $$ = (Pair){ $1, NULL }; }
  | "known" post                    { $$ = (Pair){ $2, WORD($1, @1) }; }
  ;
listed: tuple                       { $$ = (Pair){ $1, NULL }; }
  | "known" tuple                   { $$ = (Pair){ $2, WORD($1, @1) }; }
  ;
/* Rows, or what different rows they belong to, each once. */
rows_of: rows_over
  | "different" path "of" rows_over { $$ = MAKE(DIFFERENT_ROWS, $1, @$, $2, $4); }
  ;
rows_over: row_name
  | "all" row_name                  { $$ = MAKE(ALL_ROWS, $1, @$, $2); }
  ;
weight: %empty                      { $$ = NULL; }
  | "weighted" "by" post            { $$ = $3; }
  ;
weights: weight
  | "weighted" "by" tuple           { $$ = $3; }
  ;
nth: number | path
  | "(" def ")"                     { $$ = $2; }
  ;
part: percent
  | "(" def ")"                     { $$ = $2; }
  ;
rank: "rank" "of" operand[x] "over" rows_over[r] where_opt[c] within[w] by_opt[k] "," way[o]
  thens[t] "," ties[e]
                                    { $$ = MAKE(RANK, $1, @$, $x.a, $r, $x.b, $w, $o, $e, $c, $k,
                                              $t); }
  ;
within: %empty                      { $$ = NULL; }
  | "within" level_name             { $$ = $2; }
  ;
by_opt: %empty                      { $$ = NULL; }
  | "by" keys                       { $$ = $2; }
  ;
way: order
  | "earliest" "first"              { $$ = LEAF(EARLIEST_FIRST, $1, @$); }
  | "latest" "first"                { $$ = LEAF(LATEST_FIRST, $1, @$); }
  | "yes" "first"                   { $$ = LEAF(YES_FIRST, $1, @$); }
  | "no" "first"                    { $$ = LEAF(NO_FIRST, $1, @$); }
  ;
thens: %empty                       { $$ = NONE; }
  | thens "," next                  { $$ = syntax_add(s, $1, $3); }
  ;
next: "then" post "," way           { $$ = MAKE(RANK_THEN, $1, @$, $2, $4); }
  ;
ties: "ties" "at" "their" "mean" "rank" { $$ = LEAF(TIES_MEAN, $4, @$); }
  | "ties" "at" "the" "lowest"      { $$ = LEAF(TIES_LOWEST, $4, @$); }
  | "ties" "at" "the" "highest"     { $$ = LEAF(TIES_HIGHEST, $4, @$); }
  | "ties" "by" "their" "fields"    { $$ = LEAF(TIES_FIELDS, $4, @$); }
  ;
tuple: "(" def "," def rest ")"     { $$ = syntax_tuple(s, $1, @$, $2, $4, $5); }
  ;
rest: %empty                        { $$ = NONE; }
  | rest "," def                    { $$ = syntax_add(s, $1, $3); }
  ;
defs: def                           { $$ = ONE($1); }
  | defs "," def                    { $$ = syntax_add(s, $1, $3); }
  ;
post: prim
  | post "[" defs "]"               { $$ = MAKE(INDEX, $2, @$, $1, $3); }
  | post "[" "the" "year" "before" "]" { $$ = MAKE(YEAR_BEFORE, $2, @$, $1, NULL); }
  | post "[" number years "before" "]" { $$ = MAKE(YEAR_BEFORE, $2, @$, $1, $3); }
  ;
prim: path | number | percent | string | year | date
  | "yes"                           { $$ = LEAF(YES, $1, @$); }
  | "shown" path                    { $$ = MAKE(SHOWN, $1, @$, $2); }
  | row_name "of" "(" defs ")"      { $$ = MAKE(APPLY, $2, @$, $1, $4); }
  | "(" def ")"                     { $$ = $2; }
  ;

%%

static void yyerror(const Range *at, Syntax *s, const char *message)
{
    (void)message; /* the only one bison calls this with: its stack is full */
    syntax_too_deep(s, *at);
}

static int yyreport_syntax_error(const yypcontext_t *context, Syntax *s)
{
    if (s->blamed >= SYNTAX_MOST_BLAMED) return 0;
    yysymbol_kind_t expected[YYNTOKENS];
    int count = yypcontext_expected_tokens(context, expected, YYNTOKENS);
    int kinds[YYNTOKENS];
    for (int i = 0; i < count; i++) kinds[i] = (int)expected[i];
    syntax_blame(s, kinds, count);
    return 0;
}

const char *syntax_spelling(int kind)
{
    return kind >= 0 && kind < YYNTOKENS ? yysymbol_name((yysymbol_kind_t)kind) : "";
}

/* What bison itself asks before it reports a mistake.  yy_lac and yyerrstatus are of the generated
 * parser and no documented interface: these functions are all that touch them, and the golden tests
 * watch them. */
bool syntax_accepts(lus_pstate *state, int kind)
{
    return yy_lac(state->yyesa, &state->yyes, &state->yyes_capacity, state->yyssp,
                  (yysymbol_kind_t)kind) == 0;
}

bool syntax_recovering(const lus_pstate *state)
{
    return state->yyerrstatus != 0;
}

bool syntax_lost(const lus_pstate *state)
{
    return state->yyerrstatus == 3;
}

void syntax_recovered(lus_pstate *state)
{
    state->yyerrstatus = 0;
}
