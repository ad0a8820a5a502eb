# One command file: people and CI call the same targets. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(abspath $(BIN)):$(PATH)
MANAGE := $(BIN)/python manage.py

.DEFAULT_GOAL := help
.PHONY: help run demo test test-fast lint types contracts messages lock bench chaos backup restore clean roles pictures

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^# == /{printf "\n%s\n", substr($$0, 6)} /^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# == Run
run: $(VENV)/.run ## Install, migrate, load the curriculum and demo people, start web server and worker
	@$(BIN)/python -m academy.run

demo: $(VENV)/.run ## Load the demo people again (keeps everything else)
	$(MANAGE) load_demo

backup: $(VENV)/.run ## Write one archive of database and media: make backup TO=file.tar.gz
	$(MANAGE) backup $(or $(TO),var/backups/stc-academy-$$(date -u +%Y%m%d-%H%M%S).tar.gz)

restore: $(VENV)/.run ## Restore an archive into this installation: make restore FROM=file.tar.gz [REPLACE=1]
	$(MANAGE) restore $(FROM) $(if $(REPLACE),--replace)

# == Check
test: $(VENV)/.dev ## Install what tests need and run every check
	@$(BIN)/python -m tests.run_all

test-fast: $(VENV)/.dev ## Unit and integration tests only, no browser
	$(BIN)/python -m pytest -q -m "not browser and not slow" -n 2

lint: $(VENV)/.dev ## Code and template linters
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/djlint --lint --quiet .

types: $(VENV)/.dev ## Static types
	$(BIN)/mypy

contracts: $(VENV)/.dev ## Import contracts of the house
	$(BIN)/lint-imports

bench: $(VENV)/.dev ## Measure, in ratios, against bare pages and inserts
	$(BIN)/python -m bench

chaos: $(VENV)/.dev ## Kill server and worker while answers are saved and certificates issued
	$(BIN)/python -m bench.chaos

# == Maintain
messages: $(VENV)/.dev ## Extract interface strings into locales/
	$(MANAGE) messages make

roles: $(VENV)/.dev ## Write docs/roles.md from the role and verb table
	$(MANAGE) write_roles

pictures: $(VENV)/.dev ## Take the pictures in docs/pictures again
	$(BIN)/python -m tests.run_all --pictures

lock: $(VENV)/.dev ## Resolve the dependencies again into the hashed lock
	$(BIN)/uv pip compile pyproject.toml --upgrade --generate-hashes --no-header --quiet -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --upgrade --all-extras --group dev --generate-hashes --no-header --quiet -o requirements-dev.txt

clean: ## Remove the virtual environment and local data
	rm -rf $(VENV) var static

# == Files that stand for installed states
$(VENV)/.uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv || echo "uv is not to be had: pip will install, more slowly"
	touch $@

$(VENV)/.run: requirements.txt | $(VENV)/.uv
	@if [ -x $(BIN)/uv ]; then $(BIN)/uv pip install --python $(BIN)/python --quiet --require-hashes -r $<; \
	else $(BIN)/python -m pip install --quiet --require-hashes -r $<; fi
	touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/.uv
	@if [ -x $(BIN)/uv ]; then $(BIN)/uv pip install --python $(BIN)/python --quiet --require-hashes -r $<; \
	else $(BIN)/python -m pip install --quiet --require-hashes -r $<; fi
	touch $@ $(VENV)/.run
