# `make run` serves the app, `make test` runs every test; each sets up what it needs and skips what
# is done. `make run PORT=8502 MARKET=brands MERCHANT=m0001` chooses port, market and viewer.
PYTHON ?= python3
PORT ?= 8501
MARKET ?= demo
MERCHANT ?=
STORE := $(or $(TANDEM_STORE),data/store)

PY := .venv/bin/python
READY := .venv/ready
READY_TO_TEST := .venv/ready-to-test
BUILT := $(STORE)/demo/loads/000001.json
TRAINED := $(STORE)/demo/models/current
FILLED := $(STORE)/demo/warehouse.duckdb
SOURCES := $(wildcard *.py) analytics data models pages tests
TYPED := $(wildcard *.py) analytics data models pages

define build
	@$(PYTHON) bootstrap.py space $(STORE) 1
	@echo "== Building the demo market"
	@$(PY) -m data.market build --market demo
endef

define train
	@echo "== Training the models of the demo market"
	@$(PY) -m models.train --market demo
endef

define fill
	@echo "== Filling the warehouse of the demo market"
	@$(PY) -c "from data.owner import OWNER; OWNER.warehouse('demo'); OWNER.stop()"
endef

.PHONY: run port demo test bench trial lint clean

run: port $(FILLED)
	@echo "== Tandem serves the market '$(MARKET)' on http://127.0.0.1:$(PORT) (Ctrl-C stops it)"
	@TANDEM_MARKET=$(MARKET) $(if $(MERCHANT),TANDEM_MERCHANT=$(MERCHANT)) \
		exec $(PY) -m streamlit run app.py --server.port $(PORT)

port:
	@$(PYTHON) bootstrap.py port $(PORT)

# Builds the demo market anew, as after a change of its generator; stop the app before.
demo: $(READY)
	$(build) --force
	$(train)
	$(fill)

# Three processes share two cores, for one of them mostly waits for a browser; libraries that start
# as many threads again in each would wait on each other.
test: $(READY_TO_TEST)
	@$(PYTHON) bootstrap.py browser
	@OMP_NUM_THREADS=1 $(PY) -m pytest -n 3 $(ARGS)

bench: $(READY_TO_TEST)
	@$(PYTHON) bootstrap.py browser
	@$(PY) -m tests.bench.pages --json
	@$(PY) -m tests.bench.first_chart --json
	@$(PY) -m tests.bench.exports --json
	@$(PY) -m tests.bench.interests --json
	@$(PY) -m tests.bench.looks --json
	@$(PY) -m tests.bench.off_policy --json
	@$(PY) -m tests.bench.targeting --json
	@$(PY) -m tests.bench.scoring --json
	@$(PY) -m tests.bench.roster --json

# Estimates of effects against markets whose truth is known, scenario by scenario; about an hour.
# What it finds is kept in models/trial/results, for the Trust page.
trial: $(READY)
	@$(PY) -m models.trial S0 --markets 1000 --keep --json
	@$(PY) -m models.trial zero --markets 500 --keep --json
	@for scenario in S1 S2 S2-trial misspecified interference; do \
		$(PY) -m models.trial $$scenario --keep --json; done

lint: $(READY_TO_TEST)
	@$(PY) -m ruff check --no-cache $(SOURCES)
	@$(PY) -m ruff format --no-cache --check $(SOURCES)
	@$(PY) -m mypy $(TYPED)

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis tests/output

$(BUILT): | $(READY)
	$(build)

$(TRAINED): | $(BUILT)
	$(train)

$(FILLED): | $(TRAINED)
	$(fill)

$(READY): requirements.txt requirements.lock
	@$(PYTHON) bootstrap.py install requirements.txt
	@touch $@

$(READY_TO_TEST): requirements-dev.txt requirements.txt requirements.lock
	@$(PYTHON) bootstrap.py install requirements-dev.txt
	@touch $@
