# sanku: every target makes .venv/ first when it is missing or its lock has changed.

SHELL := /bin/sh
BIN := .venv/bin
STAMP := .venv/installed
WORKERS := 2
PYTEST := $(BIN)/python -m pytest -n $(WORKERS)

export PYTHON

.DEFAULT_GOAL := help
.PHONY: help demo test check docs lock soak clean style types imports knowledge tests bench

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): requirements/lock.txt pyproject.toml tools/venv.sh
	@sh tools/venv.sh

demo: $(STAMP) ## validate knowledge/, judge examples/, print the decisions in Chinese
	@$(BIN)/kb validate knowledge
	@$(BIN)/kb decide examples/*.json* --kb knowledge

# Cheap to dear; the tests come last, so that their closing line is the last line.
test: export SANKU_SITE = site
test: style types imports docs knowledge tests ## everything that must hold before a change is merged

check: ## what CI runs: as test, and fails if a test was left out for want of a system package
	@SANKU_LEAVE_NONE_OUT=1 CI=true $(MAKE) --no-print-directory test

style: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

imports: $(STAMP)
	$(BIN)/lint-imports --no-cache

docs: $(STAMP) ## build the site into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

knowledge: $(STAMP)
	$(BIN)/kb fmt --check knowledge
	$(BIN)/kb validate knowledge
	$(BIN)/kb test knowledge
	$(BIN)/kb coverage knowledge >/dev/null

tests: $(STAMP)
	$(PYTEST)

bench: $(STAMP) ## measure every figure of the engine's speed into benchmarks/results.json
	$(BIN)/python -m benchmarks

lock: ## resolve pyproject.toml afresh into requirements/lock.txt
	@sh tools/lock.sh

soak: $(STAMP) ## endurance at full size: kills, restarts, a thousand editions
	@SANKU_SOAK=1 $(BIN)/python -m pytest -n 0 tests/service/test_failing.py

clean: ## remove .venv/, caches and built things
	rm -rf .venv .cache .hypothesis build dist site
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
