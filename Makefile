# Two commands do everything on a fresh machine with Python and make:
#   make demo   create the environment and run the main job on the bundled newsroom
#   make test   create the environment and pass the tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DUCKDB2 ?= duckdb>=2,<3
VENV2 := .venv-duckdb2

.PHONY: demo test test-duckdb2 check bench lock clean

demo: $(READY)
	@$(BIN)/isnad demo

test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# The tests of the warehouse with DuckDB 2: an environment that has it and looks for all else in the first one.
# The command line stays that of 1.5, so that each opens what the other wrote.
test-duckdb2: $(VENV2)/.ready
	$(VENV2)/bin/python -m pytest -n 2 --dist loadfile tests/warehouse

$(VENV2)/.ready: $(READY)
	@$(BIN)/python -m venv --without-pip --clear $(VENV2)
	@$(BIN)/python -c 'import sysconfig as s; print("import site; site.addsitedir(%r)" % s.get_path("purelib"))' \
	  > "$$($(VENV2)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/first.pth"
	@$(BIN)/pip --python $(VENV2)/bin/python install --quiet --disable-pip-version-check --no-deps --ignore-installed '$(DUCKDB2)'
	@ln -sf "$$(cd $(BIN) && pwd)/duckdb" $(VENV2)/bin/duckdb
	@$(VENV2)/bin/python -c 'import duckdb; print("DuckDB", duckdb.__version__)'
	@touch $@

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/python -m tests.bench

# The lock names every package by version and hash and no index; uv is needed only here.
lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --quiet --upgrade --output-file requirements.txt

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "isnad needs Python 3.11 or later; set PYTHON=...")'
	@echo "creating the environment in $(VENV) (once; a few minutes)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

clean:
	rm -rf $(VENV) $(VENV2) data demo-data dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
