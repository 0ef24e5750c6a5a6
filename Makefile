# What can be done with this repository. `make` alone lists it.

PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
DESTDIR ?=
DEMO_ARGS ?=
BENCH_ARGS ?=

linted := $(wildcard Sources Tests Benchmarks Package.swift)
release := .build/release
rendering := (EndToEndTests|RealClientTests|LocalBackendTests|CrashSweepTests)

.DEFAULT_GOAL := help
.PHONY: help deps test-deps bench-deps build demo test test-crash test-swap lint release install clean bench-latency \
	bench-intake

help: ## list what can be made
	@echo "Longtake: make TARGET"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

deps: ## install the Debian packages that are missing (asks sudo, unless run by root)
	@scripts/install-dependencies

test-deps:
	@scripts/install-dependencies --test

build: deps ## build for development; a warning is an error
	@scripts/build-without-warnings

demo: build ## a sample drop through the embedded backend (DEMO_ARGS="...")
	.build/debug/longtake demo $(DEMO_ARGS)

test: test-deps lint ## lint, build everything without a warning, run all tests
	@scripts/build-without-warnings --build-tests
	swift build --package-path Benchmarks
	@# Two runs: rendering keeps all processors busy, and tests of short waits should not have to share them.
	@scripts/run-tests --skip '$(rendering)'
	@scripts/run-tests --filter '$(rendering)'

test-crash: test-deps ## kill, fill and fail the daemon at every system call of a job (slow)
	@scripts/build-without-warnings --build-tests
	LONGTAKE_SWEEP=full scripts/run-tests --filter CrashSweepTests

test-swap: test-deps ## run 10,000 drops past somebody who swaps them for links and pipes (slow)
	@scripts/build-without-warnings --build-tests
	LONGTAKE_SWAP=full scripts/run-tests --filter SwapRaceTests

bench-deps:
	@scripts/install-dependencies --bench

lint: ## check the form of all Swift files
	swift format lint --strict --recursive $(linted)

release: deps ## build for use, with the Swift libraries inside
	swift build --configuration release --static-swift-stdlib --product longtake
	swift build --configuration release --static-swift-stdlib --product longtake-watch

# Does not build, so that nothing is compiled as root.
install: ## install what `make release` built (PREFIX, SYSCONFDIR, DESTDIR)
	@test -x $(release)/longtake || { echo "Nothing to install yet: run \`make release\` first." >&2; exit 1; }
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/systemd/system
	install -d $(DESTDIR)$(PREFIX)/share/doc/longtake $(DESTDIR)$(SYSCONFDIR)/longtake
	install -s -m 0755 $(release)/longtake $(release)/longtake-watch $(DESTDIR)$(PREFIX)/bin
	sed 's|/usr/local/bin/|$(PREFIX)/bin/|' contrib/systemd/longtake.service \
		> $(DESTDIR)$(PREFIX)/lib/systemd/system/longtake.service
	install -m 0644 LICENSE $(wildcard README.md CHANGELOG.md) contrib/samba/longtake.conf \
		etc/longtake/longtake.yaml $(DESTDIR)$(PREFIX)/share/doc/longtake
	install -d $(DESTDIR)$(PREFIX)/share/longtake/sample
	install -m 0644 $(wildcard Sources/longtake/Sample/*) $(DESTDIR)$(PREFIX)/share/longtake/sample
	install -m 0644 Sources/longtake-watch/COPYING $(DESTDIR)$(PREFIX)/share/doc/longtake/COPYING.longtake-watch
	if test -f docs/longtake.1; then \
		install -D -m 0644 docs/longtake.1 $(DESTDIR)$(PREFIX)/share/man/man1/longtake.1; fi
	@# Settings somebody has made are never overwritten.
	if ! test -e $(DESTDIR)$(SYSCONFDIR)/longtake/longtake.yaml; then \
		install -m 0644 etc/longtake/longtake.yaml $(DESTDIR)$(SYSCONFDIR)/longtake; fi

clean: ## remove what was built (the fetched dependencies stay)
	swift package clean

bench-latency: bench-deps release ## measure how fast a drop is picked up (BENCH_ARGS="...")
	@test -d Benchmarks || { echo "There are no benchmarks in this copy." >&2; exit 1; }
	swift build --configuration release --package-path Benchmarks
	Benchmarks/.build/release/pickup-latency $(BENCH_ARGS)

bench-intake: deps release ## measure how thousands of drops and folders are taken in (BENCH_ARGS="...")
	@test -d Benchmarks || { echo "There are no benchmarks in this copy." >&2; exit 1; }
	swift build --configuration release --package-path Benchmarks
	Benchmarks/.build/release/intake-scale $(BENCH_ARGS)
