# `make run` and `make test` set up what they need: Python 3.11 or newer, make and git are enough.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
SOURCES ?=
RUN_OPTIONS := $(if $(SOURCES),--sources "$(SOURCES)")

.DEFAULT_GOAL := help
.PHONY: help run test lint types check unit bench suites constraints clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

run: $(READY) ## run the Prefect flow on seeds/INDEX.md (SOURCES=DIR adds a folder in which files are looked for)
	@$(BIN)/regesta run $(RUN_OPTIONS)

test: $(READY) lint types unit ## everything that CI checks

lint: $(READY) ## style and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

types: $(READY) ## the type checker
	$(BIN)/mypy

unit: $(READY) ## the tests alone
	$(BIN)/pytest -n 2 --dist loadgroup

bench: $(READY) ## quality and speed on what is shipped; HeidelTime beside ours where it can be installed
	$(BIN)/python -m benchmarks
	-$(BIN)/python -m benchmarks.heideltime

suites: $(READY) ## write again what is generated from the row classes
	$(BIN)/python -m regesta.validate.suites
	$(BIN)/python -m regesta.report.data_model

constraints: $(READY) ## resolve the pinned versions again
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate --upgrade -o constraints.txt

clean: ## remove the environment and every result
	rm -rf $(VENV) data/runs data/cache data/latest

$(READY): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Regesta needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 2; }
	@echo "Setting up $(VENV) (once; about 1.6 GB) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@
