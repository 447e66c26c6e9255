# Every verb does its own set-up in .venv; Python 3.11 or newer, git and make are all it takes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
STOREFRONT := fixtures/projects/storefront

.DEFAULT_GOAL := help
.PHONY: help demo test lint format readme verify-catalog bench clean

help:  ## Show these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The demonstration is judged as of one day, so that it says the same next year.
demo: $(READY)  ## Lint the storefront, an application with planted breaches
	@echo '$$ aigc-lint $(STOREFRONT)'
	@$(BIN)/aigc-lint $(STOREFRONT) --today 2026-11-25; code=$$?; \
	  echo; echo "aigc-lint ended with exit code $$code (1: there are findings)"; test $$code -eq 1

test: lint  ## Run all checks, the test suite last
	$(BIN)/python -m pytest

lint: $(READY)  ## Run ruff, mypy and the layer contracts
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)  ## Apply ruff's safe fixes, import order included
	$(BIN)/ruff check --fix .

readme: $(READY)  ## Write what the READMEs and docs/providers.md take from the tool
	$(BIN)/python -m tests.readme
	$(BIN)/python -m tests.providers_page

verify-catalog: $(READY)  ## Hold rules/sdks/ against the source of every pinned SDK (150 MB)
	$(BIN)/python -m tools.verify_catalog

bench: $(READY)  ## Measure time and memory beside other tools (see benchmarks/README.md)
	$(BIN)/python benchmarks/run.py

clean:  ## Remove .venv and all caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	find . -name .aigc-lint-cache -type d -prune -exec rm -rf {} +

# pip learned --group only in its version 25.1, so the development group is written out for it.
$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say make PYTHON=...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["dev"], sep="\n")' \
	  > $(VENV)/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --requirement $(VENV)/dev.txt
	@touch $@
