# Thin on purpose: on Windows type the lines behind it, which README.md gives.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TRANSLATIONS := resources/translations/zh_CN.ts
SAMPLE := resources/samples/photographer.jpg

.PHONY: run test check translations

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

# What was added to the code's texts waits in the .ts file for Qt Linguist, what has gone is dropped.
translations: $(VENV)/.installed
	@$(BIN)/pyside6-lupdate -silent -extensions py -tr-function-alias tr+=marked \
		-locations none -no-obsolete main.py engine gui trainers -ts $(TRANSLATIONS)
	@$(BIN)/pyside6-lrelease -silent $(TRANSLATIONS)
