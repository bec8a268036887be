# Everything runs in the project's own environment; only Python 3.11+ and make are needed.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Tests start many processes. Where writing bytecode is off, each would compile the project anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: serve test test-browser test-engines check lock clean

serve: $(VENV)/.for-use
	$(BIN)/parley serve $(ARGS)

# Lint, types, import directions, then every test; three at a time on two cores, since many of them
# wait for servers. ARGS goes to pytest: make test ARGS="-k guard"
test: check
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder \
		--ignore tests/engines --ignore tests/browser $(ARGS)

# The pages of examples/ in a real browser: chromium must be on the PATH.
test-browser: $(VENV)/.for-tests
	$(BIN)/python -m pytest tests/browser $(ARGS)

# The same questions on real MariaDB, ClickHouse and Spark. Installs a gigabyte of engines; MariaDB
# (mariadbd on the PATH) and Java 17 must be there.
test-engines: $(VENV)/.for-engines
	TESTS_NEED_ENGINES=1 $(BIN)/python -m pytest -n 2 --dist loadfile tests/engines $(ARGS)

check: $(VENV)/.for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The pinned, hashed requirements files, made anew from pyproject.toml.
lock: $(VENV)/.for-tests
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-strip-extras \
		--group build pyproject.toml -o requirements.txt $(LOCK_ARGS)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-strip-extras \
		--group build --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt $(LOCK_ARGS)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-strip-extras \
		--group build --group dev --group engines -c requirements-dev.txt pyproject.toml -o requirements-engines.txt $(LOCK_ARGS)
	$(BIN)/python .ci/plain_pins.py requirements.txt requirements-dev.txt requirements-engines.txt

$(VENV)/.for-use: requirements.txt pyproject.toml
	$(call install,requirements.txt)
	touch $@

$(VENV)/.for-tests: requirements-dev.txt pyproject.toml
	$(call install,requirements-dev.txt)
	touch $@ $(VENV)/.for-use

$(VENV)/.for-engines: requirements-engines.txt pyproject.toml
	$(call install,requirements-engines.txt)
	touch $@ $(VENV)/.for-tests $(VENV)/.for-use

# The project itself is installed in place, with the pinned build backend.
define install
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing from $(1) (once; a minute or two)"
	$(PIP) install --require-hashes -r $(1)
	$(PIP) install --no-deps --no-build-isolation --editable .
endef

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .langgraph_api
