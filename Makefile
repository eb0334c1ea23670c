# Every wish is one command. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
DATA ?= data
PORT ?= 8080

BIN := .venv/bin
VENV_STAMP := .venv/.made-from-lock
NPM_STAMP := pwa/node_modules/.made-from-lock
PWA_DIST := pwa/dist/.built
# Folders are listed too: a file taken away changes only its folder.
PWA_SOURCES := $(shell find pwa/src pwa/public pwa/index.html pwa/vite.config.ts pwa/tsconfig.json 2>/dev/null)

.PHONY: help setup demo test long alike fuzz-api every-case test-py test-pwa e2e screens every-screen coverage lint format types types-pwa lock clean \
        long-drain bad-network torture torture-defects demo-moves bench bench-scan bench-search bench-retail bench-handheld \
        bench-decode bench-inbound bench-forecast bench-growth bench-carts bench-cartons bench-slotting bench-methods histories

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV_STAMP) $(if $(wildcard pwa/package-lock.json),$(PWA_DIST)) ## install the locked packages and build the web app; quick when nothing changed
	@:

demo: setup ## serve the demo site on http://localhost:8080 (PORT=…, DATA=…; LAN=1: HTTPS for handhelds; LIVE=1: virtual handhelds work)
	@$(BIN)/pickface demo --data $(DATA) --port $(PORT) $(if $(LAN),--lan) $(if $(LIVE),--live)

test: setup ## lint, types, web app, server and browser tests, with one closing summary that counts what is left to `make long`
	@.ci/programs
	@$(BIN)/python .ci/suites.py

test-py: $(VENV_STAMP) ## server tests without the browser (ARGS='-k picks' narrows)
	@$(BIN)/pytest --ignore=tests/e2e $(ARGS)

every-case: $(VENV_STAMP) ## server tests with every case on both databases (`make test` gives PostgreSQL each test's first)
	@PICKFACE_EVERY_CASE=1 $(BIN)/pytest -n auto --maxprocesses=4 -m "not alone" --ignore=tests/e2e --ignore=tests/torture $(ARGS)

long: setup ## what `make test` leaves out because it takes long
	@.ci/programs
	@$(BIN)/pytest -m long tests $(ARGS)

alike: $(VENV_STAMP) ## find anew which stories and integration tests send databases nothing that others do not: `make test` tries them on SQLite alone
	@PYTHONPATH=server:. $(BIN)/python -m tests.alike

test-pwa: $(NPM_STAMP) ## web app tests
	@cd pwa && npm test

e2e: setup ## browser tests, in a real Chromium at the size of a handheld
	@.ci/programs
	@$(BIN)/pytest tests/e2e $(ARGS)

long-drain: setup ## a whole shift offline, 10,000 scans, drained in a real Chromium; prints one JSON line
	@.ci/programs
	@PICKFACE_DRAIN=10000 $(BIN)/pytest -q -s tests/e2e/test_long_drain.py

bad-network: setup ## ten scans a second for a minute into a real page at 2 s latency and 20 % loss
	@.ci/programs
	@PICKFACE_WEDGE=600 $(BIN)/pytest -q -s tests/e2e/test_bad_networks.py

demo-moves: $(VENV_STAMP) ## the whole demo site moves into an empty PostgreSQL, and one of its orders is worked there to the parcel
	@PICKFACE_DEMO=whole $(BIN)/pytest -q tests/integration/archive/test_the_demo_moves.py

torture-defects: setup ## five deliberate defects, each of which torture must catch
	@.ci/programs
	@PICKFACE_DEFECTS=all $(BIN)/pytest -q tests/torture/test_defects.py

torture: setup ## break everything for MINUTES (3) by a SEED, and prove that no scan is lost, counted twice, or on the wrong person
	@.ci/programs
	@PYTHONPATH=server:. $(BIN)/python -m tests.torture --minutes $(or $(MINUTES),3) $(if $(SEED),--seed $(SEED)) $(ARGS)

screens: setup ## photographs of every screen and of the office, light, dark, sideways, in the longest language and in Arabic, in reports/screens (ARGS='pl further': another language, one way alone: straight, further, seldom, dock or office)
	@$(BIN)/python -m tests.e2e.screens $(ARGS)

histories: $(VENV_STAMP) ## 2,000 histories of 100 commands to stock, each ending in a count of everything (HISTORIES=…)
	@PICKFACE_HISTORIES=$(or $(HISTORIES),2000) $(BIN)/pytest -q tests/properties/test_histories.py $(ARGS)

fuzz-api: $(VENV_STAMP) ## every operation of the API as each role, with EXAMPLES (100) requests of each sort, anew each time
	@PICKFACE_FUZZ=$(or $(EXAMPLES),100) $(BIN)/pytest -q tests/api $(ARGS)

every-screen: setup ## contrast and boxes of every screen of all ways, in every look and size, in English, German and Arabic
	@.ci/programs
	@PICKFACE_SCREENS=all $(BIN)/pytest -q tests/e2e/test_every_screen.py tests/e2e/test_office_pages.py

# What moves goods and judges scans must be tried from every side.
CORE := server/pickface/stock/*,server/pickface/scans/*,server/pickface/tasks/*,server/pickface/workflows/*

coverage: $(VENV_STAMP) ## which branches of the server no test takes; fails below 95 % where goods move
	@mkdir -p .coverage
	@$(BIN)/pytest -q --ignore=tests/e2e --cov --cov-report=term $(ARGS)
	@$(BIN)/python .ci/branches.py '$(CORE)'

lint: $(VENV_STAMP) ## style of the Python code
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

format: $(VENV_STAMP) ## put Python code into the house's format
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

types: $(VENV_STAMP) $(NPM_STAMP) ## types of the server and of the web app
	@$(BIN)/mypy
	@cd pwa && npm run --silent check

bench-scan: $(VENV_STAMP) ## how many scans a second this machine books, over real HTTP; one JSON line
	@$(BIN)/python bench/scan.py $(ARGS)

bench-search: $(VENV_STAMP) ## how fast anything is found among 200,000 items, on both databases; one JSON line
	@$(BIN)/python bench/search.py $(ARGS)

bench-growth: $(VENV_STAMP) ## what 200,000 items, 1,000,000 balances and 10,000,000 moves cost, on both databases; one JSON line (ARGS='--items 2000 …')
	@$(BIN)/python bench/growth.py $(ARGS)

bench-retail: $(VENV_STAMP) ## bring in a real retailer's year and work 200 of its orders to the parcel (FILE=…)
	@test -n "$(FILE)" || { echo "Say where the Online Retail lines are: make bench-retail FILE=lines.csv.xz" >&2; exit 1; }
	@$(BIN)/python bench/retail.py $(FILE) $(ARGS)

bench-inbound: $(VENV_STAMP) ## a lorry of 40 pallets with 30 labelled cartons each, received by four people over HTTP; one JSON line
	@$(BIN)/python bench/inbound.py $(ARGS)

bench-forecast: $(VENV_STAMP) ## how good and how fast forecasts are on a file of order lines (FILE=…); one JSON line
	@test -n "$(FILE)" || { echo "Say where the order lines are: make bench-forecast FILE=lines.csv.xz" >&2; exit 1; }
	@$(BIN)/python bench/forecast.py $(FILE) $(ARGS)

bench-handheld: setup ## how fast the handheld answers on a slow device; one JSON line
	@$(BIN)/python bench/handheld.py $(ARGS)

bench-carts: $(VENV_STAMP) ## how much walking carts save on 1,000 small orders, reckoned over the demo floor; one JSON line
	@PYTHONPATH=server $(BIN)/python bench/carts.py $(ARGS)

bench-cartons: $(VENV_STAMP) ## how full the proposed cartons are, and how long that takes, on generated orders (ARGS=50: orders of each size)
	@OMP_NUM_THREADS=1 PYTHONPATH=server:. $(BIN)/python bench/cartons.py $(ARGS)

bench-slotting: $(VENV_STAMP) ## what places chosen by past orders save the next month's walks; one JSON line (FILE=…: order lines, as the retail data has them)
	@test -n "$(FILE)" || { echo "say which order lines: make bench-slotting FILE=lines.csv.xz"; exit 2; }
	@OMP_NUM_THREADS=1 PYTHONPATH=server $(BIN)/python bench/slotting.py $(FILE) $(ARGS)

bench-methods: $(VENV_STAMP) ## the same real orders picked one by one, in batches and on carts: metres, scans, lines an hour (FILE=…); a table and one JSON line
	@test -n "$(FILE)" || { echo "say which order lines: make bench-methods FILE=lines.csv.xz"; exit 2; }
	@$(BIN)/python bench/methods.py $(FILE) $(ARGS)

bench-decode: $(VENV_STAMP) ## how many hard photographs the server reads, against plain zxing-cpp; one JSON line
	@PYTHONPATH=server $(BIN)/python bench/decode.py $(ARGS)

lock: $(VENV_STAMP) ## write requirements.lock from what .venv holds
	@$(BIN)/python .ci/lock.py

clean: ## remove what `make setup` made; data stay
	rm -rf .venv pwa/node_modules pwa/dist reports .coverage .mypy_cache .ruff_cache .pytest_cache

$(VENV_STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Pickface needs Python 3.11 or newer; $(PYTHON) is older. Say: make PYTHON=python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv \
	  || { echo "Python cannot make virtual environments here. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing the Python packages of requirements.lock …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --requirement requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

$(NPM_STAMP): pwa/package-lock.json
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
	  || { echo "Pickface needs Node 20.19 or newer to build its web app." >&2; exit 1; }
	@echo "Installing the npm packages of pwa/package-lock.json …"
	@cd pwa && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(PWA_DIST): $(NPM_STAMP) $(PWA_SOURCES)
	@echo "Building the web app …"
	@cd pwa && npm run --silent build
	@touch $@
