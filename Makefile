# One command each. Everything is built inside this clone: .venv/ and target/. A second call does only what has changed.
#
#   make demo     build the program and show what it says about a morning in an office
#   make test     build everything and run every test: Rust, then Python on up to four cores, the tests of one file together
#   make check    formatting, lint, types, layers
#   make bench    measure it against other programs (bench/run.py)
#   make pages    write again what is made from sources: the packed answers, the index of rules, all pages, the manual pages, the screens
#   make mutants  plant mistakes one after another and see that tests notice each (ten minutes)
#   make clean    remove what was built

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := samples/office-morning.pcap
CORE := src/sipwhy/_core.abi3.so
RUST := Cargo.toml Cargo.lock $(shell find crates -name '*.rs' -o -name Cargo.toml)

export PYO3_PYTHON := $(CURDIR)/$(BIN)/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_QUIET := 1

.DELETE_ON_ERROR:
.PHONY: demo test check bench pages mutants clean

demo: $(CORE)
	@echo
	$(BIN)/sipwhy $(SAMPLE) --utc

test: $(VENV)/dev.stamp $(CORE)
	@.ci/peers
	cargo test --workspace --locked --quiet
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

check: $(VENV)/dev.stamp $(CORE)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	MYPYPATH=src:bench:. $(BIN)/mypy bench/*.py
	MYPYPATH=src:. $(BIN)/mypy --explicit-package-bases docs/*.py samples/*.py
	MYPYPATH=src:. $(BIN)/mypy --explicit-package-bases -p tests
	$(BIN)/lint-imports --no-logo
	$(BIN)/stubtest sipwhy._core --mypy-config-file pyproject.toml
	@cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 || rustup component add rustfmt clippy
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cargo test --workspace --locked --quiet

bench: $(CORE)
	$(BIN)/python bench/run.py $(BENCH)

pages: $(VENV)/dev.stamp $(CORE)
	$(BIN)/python -m sipwhy.reference.pack
	$(BIN)/python -m docs.rule_index
	$(BIN)/python -m docs.answers
	$(BIN)/python -m docs.rules
	$(BIN)/python -m docs.settings
	$(BIN)/python -m docs.exits
	$(BIN)/python -m docs.tui
	$(BIN)/python -m docs.man
	$(BIN)/python -m docs.screens

mutants: $(VENV)/dev.stamp $(CORE)
	$(BIN)/python -m tests.mutants

clean:
	rm -rf $(VENV) target src/sipwhy/*.so

# The virtual environment, and what the program itself needs. Unless a group is named, maturin installs that of developers, too.
$(CORE): $(VENV)/tools.stamp $(RUST)
	$(BIN)/maturin develop --release --locked --group demo
	@touch $@

# What tests and checks need besides.
$(VENV)/dev.stamp: $(VENV)/tools.stamp pyproject.toml
	$(BIN)/pip install --group dev
	@touch $@

$(VENV)/tools.stamp: pyproject.toml .ci/machine
	@.ci/machine $(PYTHON)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --upgrade 'pip>=25.1' 'maturin>=1.9,<2'
	@touch $@
