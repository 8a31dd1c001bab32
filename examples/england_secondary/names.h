/* names.h -- the words that generate.c makes its schools, trusts and subjects from.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef ENGLAND_NAMES_H
#define ENGLAND_NAMES_H

/* clang-format off */
static const char *const place_start[] = {
    "Ash", "Beck", "Birch", "Black", "Bram", "Brook", "Carl", "Cole", "Cran", "Dal", "Dun", "East",
    "Elm", "Fern", "Gar", "Green", "Hal", "Hart", "Hazel", "Holm", "Kings", "Lang", "Lyn", "Mar",
    "Mill", "Nor", "Oak", "Ox", "Pen", "Red", "Rush", "Shel", "Stan", "Thorn", "Wal", "War", "West",
    "Whit", "Win", "Wood" };
static const char *const place_end[] = {
    "bourne", "bridge", "brook", "bury", "by", "combe", "dale", "den", "field", "ford", "gate",
    "ham", "hurst", "ley", "low", "mere", "mouth", "over", "port", "stead", "stoke", "ton", "wick",
    "worth", "wold" };
static const char *const school_kind[] = {
    " Academy", " High School", " School", " College", " Community School", " Girls' School",
    " Grammar School", " Brontë Academy" };
static const char *const saint_kind[] = {
    "St Mary's Catholic School, ", "St Cuthbert's Church School, ", "The Bishop's School, ",
    "All Saints Academy, " };
static const char *const trust_kind[] = {
    " Learning Trust", " Education Trust", " Schools Trust", " Academies Trust",
    " Partnership Trust", " Church Schools Trust" };
static const char *const region_name[] = {
    "East Midlands", "East of England", "London", "North East", "North West", "South East",
    "South West", "West Midlands", "Yorkshire and the Humber" };
static const char *const school_type[] = { "Academy", "Academy", "Maintained" };
static const char *const open_subjects[] = {
    "ART", "MUSIC", "DRAMA", "PE", "RE", "BUSINESS", "DT", "MEDIA", "SOCIOLOGY", "PSYCHOLOGY",
    "FOODPREP", "HEALTH" };
static const char *const languages[] = { "FRENCH", "SPANISH", "GERMAN" };
/* clang-format on */

#endif
