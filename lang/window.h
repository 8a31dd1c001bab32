/* window.h -- the part of a message that shows lines of a source with marks under them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_WINDOW_H
#define LUSTRUM_WINDOW_H

#include "source.h"

/* A place to mark.  The message's own place is marked ^^^, further ones ---. */
typedef struct Mark {
    Span span;
    Str label; /* beside the mark; may be empty */
    bool primary;
} Mark;

/* The frame round a message: line numbers stand in its gutter. */
typedef struct Frame {
    Text *text;
    size_t gutter; /* columns of the widest line number shown, at least 2 */
    bool begun;    /* the first corner has been drawn */
    bool colour;
} Frame;

typedef enum { PAINT_FRAME, PAINT_ERROR, PAINT_WARNING, PAINT_NOTE, PAINT_PLAIN } Paint;

/* Adds s in a colour, when the frame has colours. */
void frame_paint(Frame *frame, Paint paint, Str s);
/* `   ┌─ head`, or `   ├─ head` with a bar above it after the first. */
void frame_corner(Frame *frame, Str head);
/* `   │` and then s, when s is not empty, after two spaces. */
void frame_bar(Frame *frame, Str s);
/* `   = s`. */
void frame_remark(Frame *frame, Str s);

/* The widest line number among the places, in digits. */
size_t window_gutter(const Sources *sources, const Mark *marks, size_t count);
/* Shows the lines of marks, all of one file, in order; sorts marks. */
void window_show(Frame *frame, const Sources *sources, Mark *marks, size_t count, Paint paint);

#endif
