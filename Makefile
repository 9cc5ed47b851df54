# kkr: what builds, checks, measures and installs it. `make` alone builds everything in build/.
#
# build/ is laid out as an installed tree is (bin/, share/kkr/, share/man/), so that build/bin/kkr
# finds what it needs as an installed one does: beside itself, in ../share/kkr.

VERSION := 0.2.0
PREFIX ?= /usr/local
DESTDIR ?=

CFLAGS ?= -O3 -g
PKG_CONFIG ?= pkg-config
# What is linked: a header of each library and its Debian package, by which one that is missing is told.
LIBRARIES := libxml/parser.h:libxml2-dev zlib.h:zlib1g-dev gmp.h:libgmp-dev zip.h:libzip-dev \
	xlsxwriter.h:libxlsxwriter-dev nettle/sha2.h:nettle-dev utf8proc.h:libutf8proc-dev \
	yajl/yajl_parse.h:libyajl-dev sodium.h:libsodium-dev
# pkg-config is asked for all but libxlsxwriter: in Debian 13 that one requires minizip, which its own
# package does not bring, and whose flags put another zip.h in front of libzip's.
PACKAGES := libxml-2.0 zlib gmp libzip nettle libutf8proc yajl libsodium

# make SANITIZE=1 builds with ASan and UBSan, beside the other build.
BUILD := build$(if $(SANITIZE),/sanitize)

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
ifneq ($(SANITIZE),)
# Unoptimised: what a program that fails has still in its hands is lost in the eyes of ASan where the compiler
# keeps it in a register that it needs no more.
UNOPTIMISED := -O0
SANITIZERS := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
endif
KKR_CPPFLAGS := -D_GNU_SOURCE -DKKR_VERSION='"$(VERSION)"' -Ifilters -I$(BUILD)/generated \
	$(shell $(PKG_CONFIG) --cflags $(PACKAGES) 2>/dev/null) $(CPPFLAGS)
# What is aligned, and calls without a detour, take a fifteenth off kkr-parse's time (make bench).
FASTER := -fno-plt -falign-functions=32 -falign-loops=32
KKR_CFLAGS := -std=c11 $(WARNINGS) $(FASTER) $(SANITIZERS) $(CFLAGS) $(UNOPTIMISED)
KKR_LDLIBS := $(SANITIZERS) -Wl,--as-needed $(shell $(PKG_CONFIG) --libs $(PACKAGES) 2>/dev/null) -lxlsxwriter $(LDLIBS)

FILTERS := $(basename $(notdir $(wildcard filters/kkr-*.c)))
LIB := $(patsubst %.c,$(BUILD)/%.o,$(wildcard filters/lib/*.c))
READERS := $(patsubst %.c,$(BUILD)/%.o,$(wildcard filters/read/*.c filters/table/*.c))
PARTS := $(patsubst %.c,$(BUILD)/%.o,$(filter-out filters/lib/% filters/read/% filters/table/%,$(wildcard filters/*/*.c)))
PERCENT := %
SOURCES := $(wildcard filters/*.c filters/*/*.c bench/*.c fuzz/*.c)
HEADERS := $(wildcard filters/*/*.h fuzz/*.h)

PROGRAMS := $(FILTERS:%=$(BUILD)/bin/%) $(BUILD)/bin/kkr
MANUALS := $(patsubst %,$(BUILD)/share/man/man1/%,$(notdir $(wildcard bin/*.1 filters/*.1))) \
	$(patsubst %,$(BUILD)/share/man/man5/%,$(notdir $(wildcard filters/*.5))) \
	$(patsubst %,$(BUILD)/share/man/man7/%,$(notdir $(wildcard doc/*.7)))
DATA := $(patsubst bin/%,$(BUILD)/share/kkr/%,$(wildcard bin/*.sh bin/driver/* bin/pipelines/*)) \
	$(patsubst %,$(BUILD)/share/kkr/%,$(wildcard schemas/*.* schemas/*/* samples/*/*))
COMPLETIONS := $(BUILD)/share/zsh/site-functions/_kkr \
	$(patsubst %,$(BUILD)/share/bash-completion/completions/%,kkr $(FILTERS))
GENERATED := $(patsubst schemas/%,$(BUILD)/generated/%.inc,$(wildcard schemas/*.tsv)) \
	$(patsubst filters/report/%,$(BUILD)/generated/%.inc,$(wildcard filters/report/*.css filters/report/*.js))

.PHONY: all run check check-long test lint format bare bench faults fuzz mutate html install uninstall dist deb clean
.DELETE_ON_ERROR:
.SECONDARY:

all: $(PROGRAMS) $(MANUALS) $(DATA) $(COMPLETIONS)

# The refugee pipeline on its samples, shown as tables.
run: all
	$(BUILD)/bin/kkr run refugees -v --output $(BUILD)/out/refugees

# A filter is its own file and, where there is a directory of its name, the parts in that. What it uses of
# the readers (filters/read, filters/table) and of filters/lib is linked from archives: that, and no more.
.SECONDEXPANSION:
$(BUILD)/bin/kkr-%: $(BUILD)/filters/kkr-%.o $$(filter $(BUILD)/filters/$$*/$$(PERCENT),$$(PARTS)) \
		$(BUILD)/libreaders.a $(BUILD)/libkkr.a
	@mkdir -p $(@D)
	$(CC) $(KKR_CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(KKR_LDLIBS)

$(BUILD)/bin/kkr: bin/kkr Makefile
	@mkdir -p $(@D)
	sed 's/@VERSION@/$(VERSION)/' $< >$@
	chmod +x $@

$(BUILD)/libreaders.a: $(READERS)
$(BUILD)/libkkr.a: $(LIB)
$(BUILD)/lib%.a:
	rm -f $@
	$(AR) rcs $@ $^

# Before anything is compiled: a compiler that cannot find a header would name neither library nor package.
$(BUILD)/libraries: Makefile
	@mkdir -p $(@D)
	@command -v $(firstword $(CC)) >/dev/null || { \
		echo 'kkr is built with $(CC), which is not there (Debian: gcc libc6-dev)' >&2; exit 69; }
	@command -v $(firstword $(PKG_CONFIG)) >/dev/null || { \
		echo 'kkr is built with $(PKG_CONFIG), which is not there (Debian: pkgconf)' >&2; exit 69; }
	@missing=; for library in $(LIBRARIES); do \
		echo "#include <$${library%%:*}>" | $(CC) $(KKR_CPPFLAGS) -E - >/dev/null 2>&1 || { \
			echo "kkr is built with a library whose header $${library%%:*} is not there" \
				"(Debian: $${library#*:})" >&2; missing=yes; }; \
		done; [ -z "$$missing" ] || exit 69
	@touch $@

$(BUILD)/%.o: %.c Makefile | $(BUILD)/libraries $(GENERATED)
	@mkdir -p $(@D)
	$(CC) $(KKR_CPPFLAGS) $(KKR_CFLAGS) -MMD -MP -c -o $@ $<

# A list, or what stands in a page, as the bytes of a C array: a string of its length is more than C11 promises to take.
bytes_of = od -An -v -tu1 $< | sed 's/[0-9][0-9]*/&,/g' >$@
$(BUILD)/generated/%.inc: schemas/%
	@mkdir -p $(@D)
	$(bytes_of)
$(BUILD)/generated/%.inc: filters/report/%
	@mkdir -p $(@D)
	$(bytes_of)

$(BUILD)/share/man/man1/%.1: filters/%.1
	@mkdir -p $(@D)
	cp $< $@
$(BUILD)/share/man/man1/%.1: bin/%.1
	@mkdir -p $(@D)
	cp $< $@
$(BUILD)/share/man/man5/%.5: filters/%.5
	@mkdir -p $(@D)
	cp $< $@
$(BUILD)/share/man/man7/%.7: doc/%.7
	@mkdir -p $(@D)
	cp $< $@
$(BUILD)/share/kkr/driver/%: bin/driver/%
	@mkdir -p $(@D)
	cp $< $@
$(BUILD)/share/kkr/pipelines/%: bin/pipelines/%
	@mkdir -p $(@D)
	cp $< $@
$(BUILD)/share/kkr/%.sh: bin/%.sh
	@mkdir -p $(@D)
	cp $< $@
$(BUILD)/share/kkr/%: %
	@mkdir -p $(@D)
	cp $< $@

# The completion of shells knows the tables of options, with which the programs answer --help=tsv, and
# that "kkr NAME" is kkr-NAME. bash looks for a file of each command's name.
$(BUILD)/generated/options.sh: $(PROGRAMS) $(DATA)
	@mkdir -p $(@D)
	for program in $(PROGRAMS); do $$program --help=tsv || exit 1; done >$@.tsv
	{ echo "_kkr_options='" && sed "/^program\t/d; s/'/'\\\\''/g" $@.tsv && echo "'"; } >$@

$(BUILD)/share/bash-completion/completions/kkr: $(BUILD)/generated/options.sh completion/kkr.bash
	@mkdir -p $(@D)
	cat $^ >$@
$(BUILD)/share/bash-completion/completions/kkr-%:
	@mkdir -p $(@D)
	echo '. "$${BASH_SOURCE[0]%/*}/kkr"' >$@
$(BUILD)/share/zsh/site-functions/_kkr: $(BUILD)/generated/options.sh completion/kkr.zsh
	@mkdir -p $(@D)
	{ echo '#compdef kkr -P kkr-*' && cat $^; } >$@

# Lint first; then every test, against the programs as make install lays them out. What compares random
# cases and what kills runs takes a seeded sample of its cases; check-long takes them all.
check: lint
	$(MAKE) --no-print-directory test

check-long:
	KKR_LONG=1 $(MAKE) --no-print-directory check

test: all
	rm -rf $(BUILD)/installed
	$(MAKE) --no-print-directory -s install DESTDIR= PREFIX=$(CURDIR)/$(BUILD)/installed
	SANITIZE='$(SANITIZE)' tests/run.sh $(CURDIR)/$(BUILD)/installed $(TESTS)

lint: $(BUILD)/libraries $(GENERATED)
	tests/lint.sh $(SOURCES) -- $(KKR_CPPFLAGS) -std=c11 $(WARNINGS)

STYLE = $(shell sed -n 's/^. clang-format //p' .clang-format)
format:
	@mkdir -p $(BUILD)
	@clang-format --version | grep -q 'version $(STYLE)\.' || { \
		echo 'the style is that of clang-format $(STYLE) (.clang-format), which is not here' >&2; exit 69; }
	clang-format -i $(SOURCES) $(HEADERS)
	for page in $(wildcard bin/*.1 filters/*.[15]); do \
		awk -f tests/wrap.awk $$page >$(BUILD)/page && cat $(BUILD)/page >$$page || exit 1; done
	rm -f $(BUILD)/page

# Both commands of the README in bare roots of Debian 12 and 13, as root; half an hour.
bare:
	tests/bare.sh bookworm trixie

# How fast programs are beside others on the same file, and what memory they take: the table doc/bench.md.
$(BUILD)/bench/%: $(BUILD)/bench/%.o
	$(CC) $(KKR_CFLAGS) $(LDFLAGS) -o $@ $^ $(KKR_LDLIBS)

bench: all $(BUILD)/bench/empty-handlers $(BUILD)/bench/empty-handlers-zip
	bench/run.sh $(CURDIR)/$(BUILD) >$(BUILD)/bench/table.md
	mv $(BUILD)/bench/table.md doc/bench.md
	cat doc/bench.md

# What the programs, and a run, make of memory, disks and tools that fail: each call of each in turn.
faults: all
	rm -rf $(BUILD)/installed
	$(MAKE) --no-print-directory -s install DESTDIR= PREFIX=$(CURDIR)/$(BUILD)/installed
	python3 tests/faults.py $(CURDIR)/$(BUILD)/installed

# Fuzzing: libFuzzer with ASan and UBSan on each target of fuzz/targets.c, SECONDS each. The programs
# run in one process, again and again; see fuzz/harness.h.
SECONDS ?= 60
FUZZ := $(BUILD)/fuzz
FUZZ_SOURCES := $(wildcard filters/*.c filters/*/*.c fuzz/*.c)
FUZZ_CFLAGS := -std=c11 -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all
FUZZ_WRAPPED := exit read write open close malloc realloc free rename renameat2 dprintf \
	xmlCreatePushParserCtxt xmlFreeParserCtxt iconv_open iconv_close mkostemp dup atexit zip_fdopen zip_open \
	zip_discard zip_fopen_index zip_fclose workbook_new_opt workbook_close

$(FUZZ)/filters/kkr-%.o: FUZZ_CFLAGS += -Dmain=$(subst -,_,$(notdir $*))_main
$(FUZZ)/%.o: %.c Makefile | $(BUILD)/libraries $(GENERATED)
	@mkdir -p $(@D)
	clang $(KKR_CPPFLAGS) $(FUZZ_CFLAGS) -fsanitize=fuzzer-no-link,address,undefined -MMD -MP -c -o $@ $<

# zlib and GMP are linked in as archives, so that their memory is seen to, too.
$(FUZZ)/kkr-fuzz: $(FUZZ_SOURCES:%.c=$(FUZZ)/%.o)
	clang $(FUZZ_CFLAGS) -fsanitize=fuzzer,address,undefined -o $@ $^ $(FUZZ_WRAPPED:%=-Wl,--wrap=%) \
		$(patsubst -lz,-l:libz.a,$(patsubst -lgmp,-l:libgmp.a,$(KKR_LDLIBS)))

fuzz:
	@clang -fsanitize=fuzzer -x c /dev/null -c -o /dev/null 2>/dev/null && \
		ls "$$(clang -print-resource-dir)"/lib/*/*libclang_rt.fuzzer* >/dev/null 2>&1 || { \
		echo 'make fuzz needs clang with libFuzzer: bin/setup fuzz installs it (Debian: clang libclang-rt-dev)' >&2; \
		exit 69; }
	@$(MAKE) --no-print-directory -s $(FUZZ)/kkr-fuzz
	fuzz/run.sh $(CURDIR)/$(FUZZ) $(SECONDS)

# Each program, and the driver, on CASES inputs that have been changed by chance, under sanitizers.
CASES ?= 1000
mutate:
	$(MAKE) --no-print-directory -s SANITIZE=1 all
	python3 tests/mutate.py $(CURDIR)/build/sanitize $(CASES)

# All manual pages for a browser, in build/html.
html: $(MANUALS)
	@command -v mandoc >/dev/null || { echo 'make html needs mandoc (Debian: mandoc)' >&2; exit 69; }
	@mkdir -p $(BUILD)/html
	for page in $(MANUALS); do \
		mandoc -T html -O man=%N.%S.html "$$page" >"$(BUILD)/html/$${page##*/}.html" || exit 1; done

INSTALLED := $(patsubst $(BUILD)/%,%,$(PROGRAMS) $(MANUALS) $(DATA) $(COMPLETIONS))

install: all
	cd $(BUILD) && for file in $(INSTALLED); do \
		case $$file in bin/*) mode=755 ;; *) mode=644 ;; esac; \
		install -D -m $$mode "$$file" '$(DESTDIR)$(PREFIX)/'"$$file" || exit 1; done

uninstall:
	for file in $(INSTALLED); do rm -f '$(DESTDIR)$(PREFIX)/'"$$file"; done
	-find '$(DESTDIR)$(PREFIX)/share/kkr' -depth -type d -exec rmdir {} +

dist:
	@mkdir -p $(BUILD)
	git archive --prefix=kkr-$(VERSION)/ -o $(BUILD)/kkr-$(VERSION).tar.gz HEAD

# Debian packages in build/deb. They are built in a copy of the tree, which would be littered, with the
# times and modes of files that do not depend on the checkout: the same tree makes the same bytes.
# What this make was told is not for that one.
DEB := build/deb/kkr-$(VERSION)

deb:
	@command -v dh >/dev/null || { \
		echo 'make deb needs debhelper: bin/setup deb installs it (Debian: build-essential debhelper)' >&2; \
		exit 69; }
	rm -rf build/deb
	mkdir -p $(DEB)
	tar -c --mtime=@$$(dpkg-parsechangelog -S Timestamp) --mode=u=rwX,go=rX \
		--exclude=./build --exclude=./.git --exclude=./tests/browser/node_modules . | tar -x -C $(DEB)
	cd $(DEB) && env -u MAKEFLAGS -u MAKEOVERRIDES -u MAKELEVEL dpkg-buildpackage -us -uc
	rm -rf $(DEB)

clean:
	rm -rf build

-include $(FUZZ_SOURCES:%.c=$(FUZZ)/%.d) $(LIB:.o=.d) $(READERS:.o=.d) $(PARTS:.o=.d) $(FILTERS:%=$(BUILD)/filters/%.d)
