# Every target sets up what it needs; on a machine that is ready this takes a fraction of a second.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON := .build/venv/bin/python
export PYTHONPATH := $(CURDIR)/.build/import
export PYTHONDONTWRITEBYTECODE := 1
export HYPOTHESIS_STORAGE_DIRECTORY := $(CURDIR)/.build/hypothesis
export MYPY_CACHE_DIR := $(CURDIR)/.build/mypy_cache
export RUFF_CACHE_DIR := $(CURDIR)/.build/ruff_cache

INPUT ?=
PARTS ?=
MATRIX ?= trixie sid
BENCH ?=
WINDOWS ?=
TESTS ?=

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## install what is missing (Debian or Ubuntu, as root or with sudo)
	@scripts/setup.sh

.PHONY: demo
demo: setup ## filter and measure a generated DEM through qgis_process, or your own: INPUT=path.tif
	@$(PYTHON) scripts/demo.py $(if $(INPUT),"$(INPUT)")

.PHONY: test
test: setup ## run every test; only some of them: PARTS="core meta"
	@$(PYTHON) scripts/run_tests.py $(PARTS)

.PHONY: lint
lint: setup ## check style, types, layers and Qt 6 rules
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(PYTHON) -m pytest -q -c tests/pytest.ini -p no:pytest_qgis tests/meta/test_imports.py tests/meta/test_source.py tests/meta/test_qt6.py

.PHONY: format
format: setup ## let ruff lay out the code
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

.PHONY: docs
docs: setup ## write what comes from the registries: tables of the README, texts to translate, help pages, pictures
	@$(PYTHON) scripts/docs.py
	@$(PYTHON) scripts/translations.py
	@$(PYTHON) scripts/gallery.py
	@$(PYTHON) scripts/manual.py

.PHONY: package
package: setup ## build dist/tiled_raster-VERSION.zip and look at it as the plugin repository does
	@$(PYTHON) scripts/package.py
	@$(PYTHON) scripts/check_package.py

.PHONY: bench
bench: setup ## measure speed and memory beside GDAL and GeoUtils; one part: BENCH="kernels"
	@$(PYTHON) bench/run.py $(BENCH)

.PHONY: matrix
matrix: ## run the tests in newer Debians, made by debootstrap (root): MATRIX="trixie sid"
	@scripts/matrix.sh $(MATRIX) $(if $(PARTS),-- $(PARTS))

.PHONY: windows
windows: setup ## run the core tests in a Windows Python under Wine; only some of them: TESTS="tests/core/test_cli.py"
	@$(PYTHON) scripts/windows.py $(WINDOWS) $(TESTS)

.PHONY: oldest
oldest: ## run the core tests on Python 3.9 with the oldest libraries, where such a Python is present
	@scripts/oldest.sh

.PHONY: clean
clean: ## remove everything that the targets made
	rm -rf .build dist build *.egg-info
