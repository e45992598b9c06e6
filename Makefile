# Everything a newcomer types.  `make` alone lists it.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup run demo test check bench fmt

BIN := .venv/bin
# The machine's uv if it works, else one of our own in a private environment.
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv || echo .uv-bootstrap/bin/uv)
CARGO := cargo --quiet
# More words for the program: make demo ARGS="--adults 300"
ARGS ?=
# More words for pytest: make test TESTS=tests/crypto
TESTS ?= tests

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.uv-bootstrap/bin/uv:
	python3 -m venv .uv-bootstrap
	.uv-bootstrap/bin/python -m pip install --quiet 'uv>=0.13,<0.14'

ifneq ($(filter .uv-bootstrap/%,$(UV)),)
setup: .uv-bootstrap/bin/uv
endif
setup: ## install everything into .venv (the fast backend too, where cargo is found)
	@if ! { cargo --version >/dev/null 2>&1 \
	    && $(UV) sync --quiet --locked --extra server --extra native; }; then \
	  $(UV) sync --quiet --locked --extra server; \
	  printf '\n%s\n%s\n\n' \
	    'WARNING: no working Rust compiler (cargo), so Rembug uses its slow reference backend.' \
	    'Results are the same; mixing takes many times longer.  Install Rust and repeat make setup.' >&2; \
	fi
	@$(BIN)/python -c 'import pysodium' 2>/dev/null || printf '\n%s\n\n' \
	  'WARNING: libsodium is missing; the reference backend needs it (Debian: apt-get install libsodium23).' >&2

run: setup ## start the service on this machine; its data are kept in data/
	$(BIN)/rembug serve --data data $(ARGS)

demo: setup ## play the election of an invented kelurahan and verify it (demo-data/record.zip)
	rm -rf demo-data
	$(BIN)/rembug demo --data demo-data --no-serve $(ARGS)

test: setup ## run all tests
	$(BIN)/python -m pytest -n 2 --inline-snapshot=disable $(TESTS)

check: setup ## every linter, formatter, type and border check
	$(UV) lock --check
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry api ballots crypto service
	$(BIN)/typos
	$(BIN)/yamllint --strict .
	$(BIN)/hadolint Dockerfile
	$(BIN)/shellcheck .ci/run
	@if cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1; then \
	  set -x; $(CARGO) fmt --check --manifest-path crypto/native/Cargo.toml; \
	  $(CARGO) clippy --manifest-path crypto/native/Cargo.toml --all-targets -- -D warnings; \
	else echo 'cargo fmt and clippy are not installed: the Rust part was not checked' >&2; fi

bench: setup ## measure milliseconds a ballot for each step
	$(BIN)/rembug bench $(ARGS)

fmt: setup ## format, and mend what can be mended by machine
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format
	@if cargo fmt --version >/dev/null 2>&1; then cargo fmt --manifest-path crypto/native/Cargo.toml; fi
