/* date_form.h -- how the dates and school years of a column are written, shown by one of them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_DATE_FORM_H
#define LUSTRUM_TABLE_DATE_FORM_H

#include "str.h"

typedef enum { MONTH_DIGITS, MONTH_SHORT /* Sep */, MONTH_LONG /* September */ } MonthForm;
typedef enum { PART_YEAR, PART_MONTH, PART_DAY } DatePart;

/* All zero: 2026-08-31. */
typedef struct DateForm {
    Str sample; /* a date written so; empty: 2026-08-31 */
    DatePart part[3];
    Str join[3]; /* what stands after each part */
    MonthForm month;
    bool bare; /* days, and months in digits, have no leading nought */
} DateForm;

/* All zero: 2026/27. */
typedef struct YearForm {
    Str sample; /* empty: 2026/27 */
    Str join;
    bool four; /* the second year has four digits */
} YearForm;

/* What a sample shows; false when it shows nothing, or more than one thing.  The form borrows it.
 * A month in digits needs a day after the 12th. */
bool date_form_of(Str sample, DateForm *form);
bool year_form_of(Str sample, YearForm *form);

/* Whether text has the form: then its year, month and day, which need not be on a calendar. */
bool date_form_parts(const DateForm *form, Str text, int32_t part[3]);
bool year_form_year(const YearForm *form, Str text, int32_t *year);
/* The same in any of the forms 2013-14, 2013/14, 2013-2014, 2013/2014 and 201314. */
bool year_any_form(Str text, int32_t *year);
/* One calendar year, of four digits. */
bool year_calendar(Str text, int32_t *year);

#endif
