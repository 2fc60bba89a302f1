# A thin front: every target calls a preset or a script. `make help` lists them.
.DEFAULT_GOAL := build
.PHONY: help deps build install demo demo-server demo-watch test asan tidy fmt fmt-check bench docs fuzz mutants dist dist-test release shipped bare clean

JOBS := $(shell getconf _NPROCESSORS_ONLN)
# Apple's clang has neither libFuzzer nor clang-tidy: on a Mac, Homebrew's comes first.
LLVM_PATH = $(if $(filter Darwin,$(shell uname)),$(shell brew --prefix llvm)/bin:)$(PATH)

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

deps: ## install what is missing to build and to install (apt on Debian and Ubuntu, Homebrew on macOS)
	@.ci/deps build package

build: deps ## build the programs (build/release)
	@cmake --preset release
	@cmake --build --preset release --parallel $(JOBS)

install: build ## the programs, man pages and completions, below PREFIX (/usr/local), with DESTDIR before it
	@PREFIX='$(or $(PREFIX),/usr/local)' DESTDIR='$(DESTDIR)' dist/install.sh build/release

demo: build ## the published account conflict, and a healthy Mac beside it
	@tests/demo.sh build/release

demo-server: ## find, fix and repair through a simulated Jamf Pro of 200 Macs
	@.ci/deps build test
	@cmake --preset dev
	@cmake --build --preset dev --parallel $(JOBS) --target enrolkit jamf_sim
	@tests/demo-server.sh build/dev

demo-watch: ## 40 Macs enrol at a simulated Jamf Pro, one in ten breaks, is found and repaired; under a minute
	@.ci/deps build test
	@cmake --preset dev
	@cmake --build --preset dev --parallel $(JOBS) --target enrolkit jamf_sim
	@tests/demo-watch.sh build/dev

test: ## build with warnings as errors, and run every test
	@.ci/deps build test
	@cmake --preset dev
	@cmake --build --preset dev --parallel $(JOBS)
	@ctest --preset dev

asan: ## the same under address and undefined-behaviour sanitizers
	@.ci/deps build test
	@cmake --preset asan
	@cmake --build --preset asan --parallel $(JOBS)
	@ctest --preset asan

shipped: ## the server side's tests on the POCO, OpenSSL, expat and SQLite that ship
	@.ci/deps build test dist
	@tests/jamfpro/shipped.sh

bare: ## make demo and make test in a bare Debian 12 (root, debootstrap)
	@.ci/deps bare
	@tests/bare.sh

tidy: ## clang-tidy over every file, or over the target or object TIDY
	@.ci/deps build package clang
	@PATH="$(LLVM_PATH)" cmake --preset tidy
	@PATH="$(LLVM_PATH)" cmake --build --preset tidy --parallel $(JOBS) --target $(or $(TIDY),all)

fmt: ## format every file
	@.ci/deps clang
	@git ls-files '*.h' '*.cpp' | xargs $$(.ci/deps --clang-format) -i

fmt-check: ## fail where a file is not formatted
	@.ci/deps clang
	@git ls-files '*.h' '*.cpp' | xargs $$(.ci/deps --clang-format) --dry-run --Werror

fuzz: ## run each fuzz target for FUZZ_SECONDS (60)
	@.ci/deps build clang
	@.ci/deps fuzz
	@PATH="$(LLVM_PATH)" cmake --preset fuzz
	@cmake --build --preset fuzz --parallel $(JOBS) --target fuzzers
	@tests/fuzz/run.sh build/fuzz/tests $(or $(FUZZ_SECONDS),60)

mutants: ## turn each "could not look", or the first MUTANTS, into "not there", and demand that a test fails (an hour)
	@.ci/deps build test
	@tests/mutants.py build/mutants $(MUTANTS)

bench: ## compare with rg, grep, wc and shell scripts; a hundred thousand Macs of a simulated server
	@.ci/deps build test bench
	@cmake --preset release -DENROLKIT_BENCH=ON
	@cmake --build --preset release --parallel $(JOBS) --target enrolkit enrolkit-ea make_log scan_bench
	@tests/bench/run.sh build/release
	@tests/bench/attributes.sh build/release
	@tests/bench/starts.sh build/release
	@cmake --preset dev
	@cmake --build --preset dev --parallel $(JOBS) --target enrolkit jamf_sim
	@tests/bench/server.sh build/dev $(or $(MACS),100000)
	@tests/bench/watch.sh build/dev $(or $(MACS),100000)

docs: ## write again what is made from the programs: man pages, causes, settings (a test fails when they differ)
	@.ci/deps build test
	@cmake --preset dev
	@cmake --build --preset dev --parallel $(JOBS) --target enrolkit enrolkit-ea enrolkit-repair enrolkit-definitions
	@dist/docs.sh build/dev

dist: ## the universal programs for macOS, checked (build/dist/universal)
	@.ci/deps build package dist
	@dist/build.sh

dist-test: dist build ## check those programs: structure, signatures, and (with macho-run) their answers
	@.ci/deps dist dist-test
	@tests/dist/run.sh build/release

release: ## all downloads in one folder (dist/release), for macOS and Linux, checked
	@.ci/deps build package dist
	@dist/release.sh dist/release
	@tests/dist/release.sh dist/release build/package

clean: ## remove what was built
	@rm -rf build
