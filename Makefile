# Lustrum: build, tests, packaging.  One file, GNU make 4.3 or later, no configure step.
#
#   make demo    installs what is missing, builds, and reviews a small synthetic England
#   make check   the same set-up, then every test
#   make test    the ten-second inner loop
#   make help    the rest
# SPDX-License-Identifier: Apache-2.0

VERSION  := 0.1.0
SONAME   := 0
BUILD    ?= build
# One spelling of the folder, however it was given: the .d files name what they are about by it.
override BUILD := $(patsubst $(CURDIR)/%,%,$(BUILD))
PREFIX   ?= /usr/local
bindir   ?= $(PREFIX)/bin
libdir   ?= $(PREFIX)/lib
includedir ?= $(PREFIX)/include
mandir   ?= $(PREFIX)/share/man
completiondir ?= $(PREFIX)/share/bash-completion/completions
CFLAGS   ?= -O2 -g
SANITIZE ?=
FUZZ_SECONDS ?= 60
SHARED   ?= ../shared
MAKEFLAGS += --no-builtin-rules
export LC_ALL := C
.DELETE_ON_ERROR:
.SUFFIXES:
ifndef V # make V=1 shows every command
.SILENT:
endif
.DEFAULT_GOAL := all
.PHONY: all help packages check-packages demo unit tests check test sanitize check-address check-thread fuzz fuzzers replays \
        bench counts noticed reference campaign-reference report-check static coverage campaign-afl campaign-bombs campaign-kill campaign-matrix campaign-mutation campaign-numbers campaign-tamper campaign-valgrind campaign-report lint fmt fmt-check spec install uninstall dist clean bless official

# ---- what is built from what ----

GEN          := $(BUILD)/gen
RUNTIME_SRC  := $(sort $(wildcard runtime/*.c runtime/*/*.c))
TOOL_SRC     := $(wildcard lang/main.c lang/command/*.c)
LANG_SRC     := $(sort $(filter-out $(TOOL_SRC),$(wildcard lang/*.c lang/*/*.c lang/*/*/*.c)))
LEXERS       := $(sort $(wildcard lang/*.l))
GRAMMARS     := $(sort $(wildcard lang/*.y))
GEN_C        := $(LEXERS:lang/%.l=$(GEN)/%.c) $(GRAMMARS:lang/%.y=$(GEN)/%.c) $(GEN)/embedded.c
GEN_H        := $(GRAMMARS:lang/%.y=$(GEN)/%.h)
EMBEDDED     := $(sort $(wildcard stdlib/*.lustrum stdlib/*/*.lustrum spec/errors/*.md \
                examples/first/*.lustrum examples/first/*.csv))
RUNTIME_OBJ  := $(RUNTIME_SRC:%.c=$(BUILD)/obj/%.o)
LANG_OBJ     := $(LANG_SRC:%.c=$(BUILD)/obj/%.o)
TOOL_OBJ     := $(TOOL_SRC:%.c=$(BUILD)/obj/%.o)
GEN_OBJ      := $(GEN_C:$(GEN)/%.c=$(BUILD)/obj/gen/%.o)
LIB_OBJ      := $(RUNTIME_OBJ) $(LANG_OBJ) $(GEN_OBJ)
UNIT         := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(sort $(wildcard tests/unit/test_*.c)))
FUZZERS      := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
REPLAYS      := $(FUZZERS:$(BUILD)/fuzz/%=$(BUILD)/replay/%)
SHIMS        := $(patsubst tests/fault/%.c,$(BUILD)/fault/%.so,$(sort $(wildcard tests/fault/*.c)))
GENERATE     := $(patsubst examples/%.c,$(BUILD)/examples/%,$(wildcard examples/*/generate.c))
FORMATTED    := $(sort $(filter-out runtime/diag.def,$(wildcard runtime/*.[ch] runtime/*/*.[ch] \
                lang/*.[ch] lang/*/*.[ch] lang/*/*/*.[ch] tests/*/*.[ch] examples/*.c examples/*/*.c)))
SOFILE       := liblustrum.so.$(VERSION)

# ---- flags (trust rules B1, B14, B16: warnings are errors, hardened, reproducible) ----

PLAIN    := -std=c11 -D_GNU_SOURCE -DLUS_VERSION_TEXT='"$(VERSION)"' -fPIC -fvisibility=hidden \
            -ffile-prefix-map=$(CURDIR)=. -ffile-prefix-map=$(BUILD)/=build/ \
            -fstack-protector-strong -fno-strict-aliasing -pthread
WARN     := -Wall -Wextra -Wconversion -Wshadow -Wswitch-enum -Wno-string-conversion -Werror
# Optional hardening: what this compiler and machine have (a sanitizer build brings its own checks).
HARDEN   := $(if $(SANITIZE),,$(if $(filter -O%,$(filter-out -O0,$(CFLAGS))),-D_FORTIFY_SOURCE=3)) \
            $(if $(filter x86_64,$(shell uname -m)),-fstack-clash-protection -fcf-protection)
CHECKED  := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all)
# The column kernels are loops for the vectoriser: -O3 there unless CFLAGS asks for something else.
FASTER   := $(if $(filter -O2,$(CFLAGS)),-O3)
# Functions that nothing of our own may call do not compile.
POISON   := -include runtime/poison.h
ALL_CFLAGS = $(PLAIN) $(WARN) $(HARDEN) $(CFLAGS) $(CHECKED) -MMD -MP
LINK     = $(CC) $(CFLAGS) $(CHECKED) -pthread $(LDFLAGS)
HARDLINK := -Wl,-z,relro,-z,now,--as-needed
LIBS     := -lcsv -lgmp -lcrypto -lmd4c -lsqlite3 -lpthread

all: $(BUILD)/lustrum $(BUILD)/liblustrum.a $(BUILD)/$(SOFILE) $(BUILD)/lustrum.1 $(BUILD)/lustrum.bash \
     $(GENERATE)

# The two commands of the README use all processors without being asked.
ifneq ($(filter demo check,$(MAKECMDGOALS)),)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 2)
endif

# A machine without the tools gets them before anything is compiled, when the goal promises that.
NEEDS := $(if $(filter demo,$(MAKECMDGOALS)),packages)$(if $(filter check,$(MAKECMDGOALS)),check-packages)
$(LIB_OBJ) $(TOOL_OBJ) $(GEN_C) $(GEN_H) $(UNIT) $(GENERATE) $(SHIMS) $(REPLAYS): | $(NEEDS)
$(LANG_OBJ) $(TOOL_OBJ) $(GEN_OBJ): | $(GEN_H)

$(BUILD)/obj/runtime/%.o: runtime/%.c
	@mkdir -p $(@D)
	@echo "  cc    $<"
	$(CC) $(ALL_CFLAGS) $(FASTER) -Iruntime $(POISON) -c -o $@ $<
$(BUILD)/obj/lang/%.o: lang/%.c
	@mkdir -p $(@D)
	@echo "  cc    $<"
	$(CC) $(ALL_CFLAGS) -Ilang -Iruntime -I$(GEN) $(POISON) -c -o $@ $<
$(BUILD)/obj/gen/%.o: $(GEN)/%.c
	@mkdir -p $(@D)
	@echo "  cc    $(@:$(BUILD)/%=%)"
	$(CC) $(filter-out $(WARN),$(ALL_CFLAGS)) -w -Ilang -Iruntime -I$(GEN) -c -o $@ $<

# -CF with -b: the scanner may never back up, so every prefix of every token was thought about.
$(GEN)/%.c: lang/%.l
	@mkdir -p $(GEN)
	cd $(GEN) && flex -CF -b --noline -o $*.c $(abspath $<)
	@grep -q 'No backing up' $(GEN)/lex.backup || { cat $(GEN)/lex.backup; false; }
$(GEN)/%.c $(GEN)/%.h &: lang/%.y
	@mkdir -p $(GEN)
	bison -Wall -Wdangling-alias -Wcounterexamples -Werror --no-lines \
	    --header=$(GEN)/$*.h -o $(GEN)/$*.c $<
$(GEN)/embedded.c: stdlib/embed.sh $(EMBEDDED)
	@mkdir -p $(GEN)
	sh stdlib/embed.sh $(EMBEDDED) >$@

# What debuggers need stands beside the tool, which every review hashes whole for its manifest.
APART = objcopy --only-keep-debug $@ $@.debug && objcopy --strip-debug --add-gnu-debuglink=$@.debug $@
$(BUILD)/lustrum: $(TOOL_OBJ) $(BUILD)/internal.a
	@echo "  link  $@"
	$(LINK) -pie $(HARDLINK) -o $@ $^ $(LIBS)
	$(if $(SANITIZE),,$(APART))
# internal.a has every symbol, for the tests; the one that is installed shows only lus_ names.
$(BUILD)/internal.a: $(LIB_OBJ)
	rm -f $@ && $(AR) rcsD $@ $^
$(BUILD)/liblustrum.a: $(LIB_OBJ)
	ld -r -o $(BUILD)/liblustrum.o $^
	objcopy --localize-hidden $(BUILD)/liblustrum.o
	rm -f $@ && $(AR) rcsD $@ $(BUILD)/liblustrum.o
$(BUILD)/$(SOFILE): $(LIB_OBJ)
	@echo "  link  $@"
	$(LINK) -shared $(HARDLINK) $(if $(SANITIZE),,-Wl$(comma)-z$(comma)defs) \
	    -Wl,-soname,liblustrum.so.$(SONAME) -o $@ $^ $(LIBS)
comma := ,
$(BUILD)/lustrum.1: $(BUILD)/lustrum
	$< help --man >$@
$(BUILD)/lustrum.bash: $(BUILD)/lustrum
	$< help --completion >$@
$(BUILD)/examples/%: examples/%.c
	@mkdir -p $(@D)
	$(CC) $(PLAIN) $(WARN) $(CFLAGS) -o $@ $<
$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/internal.a
	@mkdir -p $(@D)
	@echo "  test  $<"
	$(CC) $(ALL_CFLAGS) -Ilang -Iruntime -I$(GEN) -MF $@.d -o $@ $< $(BUILD)/internal.a \
	    $(LDFLAGS) -lcmocka $(LIBS)
$(BUILD)/fuzz/%: tests/fuzz/%.c $(BUILD)/internal.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer -Ilang -Iruntime -I$(GEN) -MF $@.d -o $@ $< \
	    $(BUILD)/internal.a $(LDFLAGS) $(LIBS)
# The same without libFuzzer: each file of the corpus once, under any compiler.
$(BUILD)/replay/%: tests/fuzz/%.c tests/fuzz/replay.c $(BUILD)/internal.a
	@mkdir -p $(@D)
	@echo "  test  $<"
	$(CC) $(ALL_CFLAGS) -Ilang -Iruntime -I$(GEN) -MF $@.d -o $@ $< tests/fuzz/replay.c \
	    $(BUILD)/internal.a $(LDFLAGS) $(LIBS)
$(BUILD)/fault/%.so: tests/fault/%.c tests/fault/armed.h
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -fPIC -shared -o $@ $< -ldl

$(BUILD)/batch: tests/reference/batch.c $(BUILD)/liblustrum.a
	$(CC) $(ALL_CFLAGS) -Ilang -MF $@.d -o $@ $< $(BUILD)/liblustrum.a $(LDFLAGS) $(LIBS)

$(BUILD)/numbers: tests/fuzz/numbers.c $(BUILD)/internal.a
	$(CC) $(ALL_CFLAGS) -Ilang -Iruntime -I$(GEN) -MF $@.d -o $@ $< $(BUILD)/internal.a \
	    $(LDFLAGS) $(LIBS)

# ---- what a person runs ----

help:
	@sed -n 's/^#   \(make.*\)/\1/p' Makefile
	@echo 'make all, tests (builds them), report-check, official, noticed, lint, fmt, sanitize, fuzz, bench, counts, spec, bless, install, uninstall, dist, clean'
	@echo 'BUILD=DIR, CC=clang, CFLAGS=…, SANITIZE=address,undefined, PREFIX=DIR, DESTDIR=DIR, FUZZ_SECONDS=60, SHARED=DIR'

PACKAGES       := gcc libc6-dev binutils flex bison libcsv-dev libgmp-dev libssl-dev \
                  libmd4c-dev libsqlite3-dev
CHECK_PACKAGES := $(PACKAGES) libcmocka-dev pkg-config python3 tidy openssh-client
packages check-packages:
	@sh .ci/packages $(if $(filter packages,$@),$(PACKAGES),$(CHECK_PACKAGES))

ENGLAND := examples/england_secondary
demo: all
	@sh $(ENGLAND)/demo.sh $(BUILD)

# What is tested, built and not run; run.sh asks whether it is up to date.
unit: all $(UNIT)
tests: unit $(SHIMS) $(REPLAYS) $(BUILD)/numbers $(BUILD)/batch
check: tests
	@$(if $(SANITIZE),,NOTICED=1) sh tests/run.sh $(BUILD)
test: unit
	@QUICK=1 sh tests/run.sh $(BUILD)
bless: all
	@BLESS=1 sh tests/run.sh $(BUILD)

# What fuzzers need of the code is in the objects that the tests ran: nothing is compiled twice.
ASAN := BUILD=$(BUILD)/asan CC=clang SANITIZE=address,undefined,fuzzer-no-link CFLAGS='-O1 -gline-tables-only'
TSAN := BUILD=$(BUILD)/tsan CC=clang SANITIZE=thread CFLAGS='-O1 -gline-tables-only'
sanitize: check-address check-thread
check-address:
	+$(MAKE) $(ASAN) check
check-thread:
	+$(MAKE) $(TSAN) check
fuzz:
	+$(MAKE) $(ASAN) fuzzers
	sh tests/fuzz/run.sh $(BUILD)/asan/fuzz $(FUZZ_SECONDS)
fuzzers: $(FUZZERS)

# AFL++ (package afl++) on the command itself for SECONDS; then the same inputs with sanitizers.
SECONDS ?= 1200
campaign-afl:
	+! command -v afl-clang-fast >/dev/null || \
	    AFL_QUIET=1 $(MAKE) BUILD=$(BUILD)/afl CC=afl-clang-fast CFLAGS='-O2 -g' $(BUILD)/afl/lustrum
	+$(MAKE) $(ASAN) $(BUILD)/asan/lustrum
	sh tests/fuzz/afl.sh $(BUILD)/afl $(SECONDS) $(BUILD)/asan/lustrum
replays: $(REPLAYS)
bench: all
	sh tests/bench/run.sh $(BUILD)
counts: all
	sh tests/bench/counts.sh $(BUILD)

# Random frameworks by the tool and by an interpreter in Python that was written from spec/ alone: N
# of them from seed FIRST on; then some of many small measures, of which the campaign has N, too.
# spec/evidence.md keeps its figures.
N     ?= 1000
FIRST ?= 1
reference: all $(BUILD)/batch
	python3 tests/reference/blocks.py $(wildcard spec/*.md) $(wildcard tests/golden/run/*.lustrum) \
	    $(sort $(shell find examples stdlib -name '*.lustrum'))
	python3 tests/reference/compare.py $(BUILD) $(N) $(FIRST)
	python3 tests/reference/compare.py $(BUILD) 40 $(FIRST) --small
campaign-reference: all $(BUILD)/batch
	nice -n 19 python3 tests/reference/compare.py $(BUILD) $(N) $(FIRST) --small

# Pages as people see them, in Chromium, judged by axe-core; it takes node and npm.
report-check: all
	sh tests/browser/run.sh $(BUILD)

# The made-up England of 3,400 schools over five years on pages: times, memory, sizes, links.
campaign-report: all $(BUILD)/examples/england_secondary/generate
	nice -n 10 python3 tests/campaign_report.py $(BUILD)

# Bombs of the largest size: gigabytes by a pipe, ten million faults, a million keys.
campaign-bombs: all
	nice -n 19 python3 tests/bombs.py $(BUILD) --all --figures
	nice -n 19 python3 tests/limits.py $(BUILD)/lustrum --all

# Readers of C on all sources: clang, gcc -fanalyzer, clang-tidy, cppcheck.  Half an hour of a processor.
static: $(GEN_C) $(GEN_H)
	nice -n 10 sh .ci/static $(BUILD)

# Which branches the tests take: spec/coverage.md.  Threads count together, as what is not taken is told
# by what is left.
coverage:
	+$(MAKE) BUILD=$(BUILD)/coverage CC=clang FASTER= \
	    CFLAGS='-O1 -g -fprofile-instr-generate -fcoverage-mapping -fprofile-update=atomic' tests
	nice -n 10 sh .ci/coverage $(BUILD)/coverage

# Whether the tests notice when the C code of the five parts says something else: COUNT changes of each
# by chance, from seed FIRST, one at a time, in a copy of the tree.  Takes root.
COUNT ?= 60
campaign-mutation:
	nice -n 19 python3 tests/mutate_c.py --count $(COUNT) --seed $(FIRST)

# Commands ended in the middle of what they write: before every call, and N times at a moment by chance.
campaign-kill: all $(SHIMS)
	nice -n 19 python3 tests/fault/kill.py $(BUILD) $(N)

# The kernels of numbers against GMP: N operations by chance from seed FIRST, and every pair of small ones.
campaign-numbers: $(BUILD)/numbers
	nice -n 19 $(BUILD)/numbers every
	nice -n 19 $(BUILD)/numbers $(N) $(FIRST)

# Each bit of signed results turned alone; N rows of random data taken out, written twice or blanked.
campaign-tamper: all $(BUILD)/batch
	nice -n 19 python3 tests/flips.py $(BUILD)/lustrum 1
	nice -n 19 python3 tests/reference/rows.py $(BUILD) $(N) $(FIRST)

# RUNS golden cases with the command under valgrind.
RUNS ?= 50
campaign-valgrind: all
	nice -n 19 sh tests/valgrind.sh $(BUILD) $(RUNS)

# Every point of the matrix of threads, batches, locales, zones and orders, by builds of both compilers.
campaign-matrix: all
	+$(MAKE) BUILD=$(BUILD)/matrix-clang CC=clang all
	+$(MAKE) BUILD=$(BUILD)/matrix-debug CFLAGS='-O0 -g' all
	nice -n 19 python3 tests/matrix.py $(BUILD) $(BUILD)/matrix-clang $(BUILD)/matrix-debug $(if $(POINTS),--points $(POINTS),--all)

# Official figures of real systems, from published files that are no part of the project.
official: all
	python3 tests/official/_run.py $(BUILD)/lustrum $(SHARED)

# Whether examples reach every clause of the rules that ship, and notice changes of them.
noticed: all
	python3 tests/noticed.py $(BUILD)/lustrum

lint: all fmt-check
	sh .ci/lint $(BUILD)
	python3 tests/measure.py examples stdlib
fmt-check:
	clang-format --dry-run -Werror $(FORMATTED)
fmt: all
	clang-format -i $(FORMATTED)
	$(BUILD)/lustrum fmt $(sort $(shell find examples stdlib -name '*.lustrum'))
spec: all
	sh spec/generate.sh $(BUILD)/lustrum spec

# ---- packaging ----

install: all
	install -d $(DESTDIR)$(bindir) $(DESTDIR)$(libdir)/pkgconfig $(DESTDIR)$(includedir) \
	    $(DESTDIR)$(mandir)/man1 $(DESTDIR)$(completiondir)
	install -m 755 $(BUILD)/lustrum $(DESTDIR)$(bindir)/lustrum
	install -m 644 lang/lustrum.h $(DESTDIR)$(includedir)/lustrum.h
	install -m 644 $(BUILD)/liblustrum.a $(DESTDIR)$(libdir)/liblustrum.a
	install -m 755 $(BUILD)/$(SOFILE) $(DESTDIR)$(libdir)/$(SOFILE)
	ln -sf $(SOFILE) $(DESTDIR)$(libdir)/liblustrum.so.$(SONAME)
	ln -sf liblustrum.so.$(SONAME) $(DESTDIR)$(libdir)/liblustrum.so
	printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(libdir)' 'includedir=$(includedir)' '' \
	    'Name: lustrum' 'Description: School accountability rules, reviewed exactly' \
	    'Version: $(VERSION)' 'Cflags: -I$${includedir}' 'Libs: -L$${libdir} -llustrum' \
	    'Libs.private: $(LIBS)' >$(DESTDIR)$(libdir)/pkgconfig/lustrum.pc
	install -m 644 $(BUILD)/lustrum.1 $(DESTDIR)$(mandir)/man1/lustrum.1
	install -m 644 $(BUILD)/lustrum.bash $(DESTDIR)$(completiondir)/lustrum
uninstall:
	rm -f $(DESTDIR)$(bindir)/lustrum $(DESTDIR)$(includedir)/lustrum.h \
	    $(DESTDIR)$(libdir)/liblustrum.* $(DESTDIR)$(libdir)/pkgconfig/lustrum.pc \
	    $(DESTDIR)$(mandir)/man1/lustrum.1 $(DESTDIR)$(completiondir)/lustrum
dist:
	@mkdir -p $(BUILD)
	git archive --format=tar --prefix=lustrum-$(VERSION)/ HEAD | gzip -n >$(BUILD)/lustrum-$(VERSION).tar.gz
clean:
	rm -rf $(BUILD)

-include $(LIB_OBJ:.o=.d) $(TOOL_OBJ:.o=.d) $(UNIT:=.d) $(FUZZERS:=.d) $(REPLAYS:=.d) $(BUILD)/numbers.d $(BUILD)/batch.d
