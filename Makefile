# distrograph: everything runs in .venv, from the versions and hashes in requirements/.

PYTHON ?= python3
HOST ?= $(or $(DISTROGRAPH_HOST),127.0.0.1)
PORT ?= $(or $(DISTROGRAPH_PORT),8000)

VENV := .venv
BIN := $(VENV)/bin
EDITOR := node_modules/.stamp
SCRIPTS := node_modules/.test.stamp
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
UV := $(BIN)/uv
INSTALL := $(UV) pip install --quiet --python $(BIN)/python $(if $(PIP_INDEX_URL),--default-index $(PIP_INDEX_URL))
COMPILE := $(UV) pip compile --quiet --no-config --universal --python-version 3.11 --upgrade \
	--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'

export PIP_ROOT_USER_ACTION := ignore
# Compiled once and kept, beside the sources: else every process that the tests start compiles all it imports anew.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help serve test thorough docs messages format lock advisories bench clean
MAKEFLAGS += --no-print-directory

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: $(VENV)/project.stamp $(EDITOR) ## Serve the graph at http://127.0.0.1:8000 (HOST=, PORT=)
	@$(BIN)/distrograph serve --host $(HOST) --port $(PORT)

# npm and pip have nothing to do with each other, so they install side by side.
test: ## Run every check: format, lint, spelling, types, scripts, layers, data, tests
	@$(MAKE) $(SCRIPTS) & scripts=$$!; $(MAKE) $(VENV)/test.stamp $(VENV)/project.stamp; made=$$?; \
	wait $$scripts && exit $$made
	@echo '== format'; $(BIN)/ruff format --check .
	@echo '== lint'; $(BIN)/ruff check --quiet .
	@echo '== spelling'; $(BIN)/codespell
	@echo '== types and scripts'; $(BIN)/mypy & types=$$!; \
	if [ -e $(SCRIPTS) ]; then \
		node_modules/.bin/tsc -p . && node_modules/.bin/eslint --max-warnings 0 .; \
	else \
		echo 'scripts are not checked, for npm is missing or fails'; [ "$$CI" != true ]; \
	fi; scripts=$$?; wait $$types && exit $$scripts
	@echo '== layers'; $(BIN)/lint-imports --no-logo
	@echo '== data'; $(BIN)/distrograph check
	@echo '== tests, one by one'; $(BIN)/python -m pytest -m 'alone and not thorough' \
		$$(grep -rl --include='test_*.py' 'mark\.alone' tests)
	@echo '== tests, side by side'; $(BIN)/python -m pytest -m 'not alone and not thorough' -n 2 --dist loadfile

thorough: $(VENV)/test.stamp $(VENV)/project.stamp $(SCRIPTS) ## Run the tests that take too long for every change
	@$(BIN)/python -m pytest -m thorough

docs: $(VENV)/test.stamp $(VENV)/project.stamp ## Build the documentation as a site, in build/site
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

messages: $(VENV)/test.stamp ## Update the catalogue of translations in i18n/locales
	@$(BIN)/python -m i18n.update

format: $(VENV)/test.stamp ## Format the code and make the safe lint fixes
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(VENV)/uv.stamp ## Write requirements/*.txt anew, with the newest versions
	@$(COMPILE) pyproject.toml requirements/run.in -o requirements/run.txt
	@$(COMPILE) --extra mcp --extra notebook --extra telemetry pyproject.toml requirements/test.in -o requirements/test.txt
	@$(COMPILE) requirements/bench.in -o requirements/bench.txt
	@$(COMPILE) requirements/uv.in -o requirements/uv.txt

advisories: $(VENV)/test.stamp ## Note what is known of vulnerable versions, from an export of advisories (FROM=DIR)
	@$(BIN)/python tests/support/advisories.py $(or $(FROM),$(error name the folder of the export: make advisories FROM=DIR))

bench: $(VENV)/bench.stamp $(VENV)/project.stamp ## Measure the server beside other SPARQL servers
	@$(BIN)/python bench/run.py

clean: ## Remove .venv, caches and build results
	@rm -rf $(VENV) node_modules build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "distrograph needs Python 3.11 or newer, but $(PYTHON) is: $$($(PYTHON) --version 2>&1)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# What installs in seconds where pip takes a minute. It reads other settings than pip, so where it fails pip does it.
$(VENV)/uv.stamp: requirements/uv.txt | $(BIN)/python
	@$(PIP) install --require-hashes -r $< || echo 'uv cannot be installed, so pip does all' >&2
	@touch $@

# run.txt, then whatever test.txt and bench.txt add to it: they were locked to agree.
$(VENV)/%.stamp: requirements/%.txt | $(VENV)/uv.stamp
	@echo 'Installing $<'
	@$(INSTALL) --require-hashes -r $< 2>/dev/null || $(PIP) install --no-compile --require-hashes -r $<
	@touch $@

$(VENV)/project.stamp: pyproject.toml $(VENV)/run.stamp
	@echo 'Installing distrograph'
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# The editor of /sparql. Who has no npm gets a plain text area there, and the next run tries again.
$(EDITOR): package-lock.json package.json .npmrc
	@echo 'Installing the SPARQL editor'
	@npm ci --omit=dev --fetch-retries=0 >/dev/null 2>&1 && touch $@ \
		|| echo 'npm is missing or fails (`npm ci` says why), so /sparql has its plain editor' >&2

# The editor, and what checks the scripts. Both stamps are set, so `make serve` takes nothing away again.
$(SCRIPTS): package-lock.json package.json .npmrc
	@echo 'Installing the SPARQL editor, and what checks scripts'
	@rm -f $@
	@npm ci --fetch-retries=$(if $(CI),3,0) >/dev/null 2>&1 && touch $(EDITOR) $@ \
		|| echo 'npm is missing or fails (`npm ci` says why), so scripts are not checked' >&2
