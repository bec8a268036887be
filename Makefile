# Everything runs in the project's own environment; only Python 3.11+ and make are needed. What
# pages load of npm's packages is installed too, with the machine's Node or else with PyPI's.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
WEB    := web/node_modules
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Tests start many processes. Where writing bytecode is off, each would compile the project anew.
unexport PYTHONDONTWRITEBYTECODE

# Where the machine has no Node, or one too old, PyPI's is in the environment.
NPM_ENV := PATH="$(CURDIR)/$(BIN):$$PATH"

.PHONY: serve test test-browser screenshots test-engines check lock clean

serve: $(VENV)/.for-use $(WEB)/.for-use
	$(BIN)/parley serve $(ARGS)

# Lint, types, import directions, then every test; three at a time on two cores, since many of them
# wait for servers. ARGS goes to pytest: make test ARGS="-k guard"
test: check
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder \
		--ignore tests/engines --ignore tests/browser $(ARGS)

# The workbench and the pages of examples/ in a real browser: chromium must be on the PATH.
test-browser: $(VENV)/.for-tests $(WEB)/.for-tests
	$(BIN)/python -m pytest tests/browser $(ARGS)

# The pictures of README and docs, taken anew of the page as it is.
screenshots: $(VENV)/.for-tests $(WEB)/.for-tests
	$(BIN)/python -m tests.browser.screenshots docs/screens

# The same questions on real MariaDB, ClickHouse and Spark. Installs a gigabyte of engines; MariaDB
# (mariadbd on the PATH) and Java 17 must be there.
test-engines: $(VENV)/.for-engines $(WEB)/.for-tests
	TESTS_NEED_ENGINES=1 $(BIN)/python -m pytest -n 2 --dist loadfile tests/engines $(ARGS)

check: $(VENV)/.for-tests $(WEB)/.for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(NPM_ENV) $(WEB)/.bin/tsc --project web

# The pinned, hashed requirements files, made anew from pyproject.toml.
lock: $(VENV)/.for-tests
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-strip-extras \
		--group build pyproject.toml -o requirements.txt $(LOCK_ARGS)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-strip-extras \
		--group build --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt $(LOCK_ARGS)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-strip-extras \
		--group build --group dev --group engines -c requirements-dev.txt pyproject.toml -o requirements-engines.txt $(LOCK_ARGS)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--group node -o requirements-node.txt $(LOCK_ARGS)
	$(BIN)/python .ci/plain_pins.py requirements.txt requirements-dev.txt requirements-engines.txt
	$(call node)
	cd web && $(NPM_ENV) npm install --package-lock-only --ignore-scripts --loglevel=error

$(VENV)/.for-use: requirements.txt pyproject.toml
	$(call install,requirements.txt)
	touch $@

$(VENV)/.for-tests: requirements-dev.txt pyproject.toml
	$(call install,requirements-dev.txt)
	touch $@ $(VENV)/.for-use

$(VENV)/.for-engines: requirements-engines.txt pyproject.toml
	$(call install,requirements-engines.txt)
	touch $@ $(VENV)/.for-tests $(VENV)/.for-use

$(WEB)/.for-use: web/package-lock.json web/vendor.mjs | $(VENV)/.for-use
	$(call node)
	cd web && $(NPM_ENV) npm ci --omit=dev --loglevel=error
	touch $@

$(WEB)/.for-tests: web/package-lock.json web/vendor.mjs | $(VENV)/.for-use
	$(call node)
	cd web && $(NPM_ENV) npm ci --loglevel=error
	touch $@ $(WEB)/.for-use

# The project itself is installed in place, with the pinned build backend.
define install
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing from $(1) (once; a minute or two)"
	$(PIP) install --require-hashes -r $(1)
	$(PIP) install --no-deps --no-build-isolation --editable .
endef

# Whether there is a Node that will do; else PyPI's.
define node
	@$(NPM_ENV) node -e 'process.exit(parseInt(process.versions.node) < 18)' 2>/dev/null \
		&& $(NPM_ENV) npm --version >/dev/null 2>&1 || $(PIP) install --require-hashes -r requirements-node.txt
endef

clean:
	rm -rf $(WEB) web/vendor $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .langgraph_api
