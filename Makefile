# All set-up is done here: python3 (3.11 or newer, with venv) and make are enough.
PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
PIP     := $(BIN)/python -m pip --disable-pip-version-check --quiet
SOURCES := $(shell find data graph detectors rules risk api benchmarks -name '*.py' -o -name '*.yaml' -o -name '*.gz' -o -name '*.mako')
ARGS    ?=

.DEFAULT_GOAL := help
.PHONY: help demo test lint types contracts migrations smoke lock clean

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/.libraries: requirements.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing what the engine needs (first time only) …"
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

# The engine itself, with its scoring path compiled; plain Python where there is no compiler.
$(VENV)/.engine: $(VENV)/.libraries pyproject.toml setup.py mypyc.ini $(SOURCES)
	@echo "compiling the scoring path (about a minute) …"
	@POSTRISK_COMPILE=1 $(PIP) install --no-deps --no-build-isolation --force-reinstall . >$(VENV)/compile.log 2>&1 \
	  || { echo "no compiled form (see $(VENV)/compile.log): installing plain Python"; \
	       $(PIP) install --no-deps --no-build-isolation --force-reinstall .; }
	@rm -rf build *.egg-info
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.engine
	@echo "installing what the tests need (first time only) …"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.engine ## a small world, scored and served; ARGS=--once only prints
	@$(BIN)/postrisk demo $(ARGS)

test: $(VENV)/.dev ## all tests; ARGS="-k name" for some
	$(BIN)/python -m pytest $(ARGS)

lint: $(VENV)/.dev ## style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev ## mypy, strict
	$(BIN)/mypy

contracts: $(VENV)/.dev ## the floors of docs/architecture.md
	PYTHONPATH=. $(BIN)/lint-imports

migrations: $(VENV)/.dev ## tables and migrations agree
	rm -f $(VENV)/migrations.sqlite*
	$(BIN)/alembic -x url=sqlite:///$(VENV)/migrations.sqlite upgrade head
	$(BIN)/alembic -x url=sqlite:///$(VENV)/migrations.sqlite check

smoke: $(VENV)/.dev ## short benchmark that fails on wrong answers, never on time
	$(BIN)/python -m benchmarks.smoke

lock: ## write the hashed lock files anew (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  --extra train --extra console --extra chat --extra oidc --extra build pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  --extra train --extra console --extra chat --extra oidc --extra build --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock

clean: ## remove the virtual environment and what tools left
	rm -rf $(VENV) build dist out *.egg-info .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis
