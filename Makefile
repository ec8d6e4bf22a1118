# Thin on purpose: on Windows type the lines behind it, which README.md gives.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := resources/samples/photographer.jpg

.PHONY: run test check

run: $(VENV)/.installed
	@$(BIN)/python main.py $(SAMPLE)

test: $(VENV)/.installed-dev
	@.ci/qt-libraries $(BIN)/python
	@$(BIN)/python -m pytest

check: $(VENV)/.installed-dev
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@
