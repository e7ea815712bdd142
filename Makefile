# Entente: two commands do everything. `make demo` runs it, `make test` proves it. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
PY := .venv/bin/python
STORE ?= sqlite:///data/graph.db
PORT ?= 8000
GOLD ?= ../shared/gold
DATA ?= ../shared/nlp
MINUTES ?= 100
RELATIONS ?= 1000000
export OMP_NUM_THREADS ?= 1

.PHONY: help demo serve test quick lint bench bench-ui gold gold-report train train-eval screenshots neo4j locks clean

help:  ## this list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: .venv/run static/vendor/.done  ## set up, read the sample articles, open the explorer on loopback (PORT=8000)
	$(PY) -m ingest add samples/articles --store $(STORE)
	$(PY) -m app --store $(STORE) --port $(PORT)

serve: .venv/run static/vendor/.done  ## serve a store (STORE=sqlite:///data/graph.db PORT=8000)
	$(PY) -m app --store $(STORE) --port $(PORT)

test: .venv/dev static/vendor/.done  ## set up and pass all tests: unit, laws, Neo4j, browser, types, style
	@$(PYTHON) scripts/prerequisites.py java mvn chromium
	$(PY) scripts/neo4j/serve.py --fetch-only
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	node --test tests/js/
	$(PY) -m pytest

quick: .venv/dev  ## the fast part of the tests
	$(PY) -m pytest -m "not slow and not neo4j and not browser"

lint: .venv/dev  ## style, types, and who may import whom
	$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy && .venv/bin/lint-imports

gold: .venv/run  ## read the gold texts and print how often we are right (GOLD=../shared/gold)
	@test -d $(GOLD) || { echo "missing: the gold texts in $(GOLD); name their folder with GOLD=…" >&2; exit 1; }
	@mkdir -p .cache/gold
	@rm -rf .cache/gold/relations
	@$(PY) -m ingest extract $(GOLD)/relations/articles/*.txt --out .cache/gold/relations >/dev/null
	@$(PY) $(GOLD)/relations/score_relations.py --pred .cache/gold/relations --split dev --json .cache/gold/relations.json
	@for set in events_dev events_noevent_dev; do $(PY) -m ingest code $(GOLD)/events/$$set.jsonl --out .cache/gold/$$set.jsonl; done
	@cat .cache/gold/events_dev.jsonl .cache/gold/events_noevent_dev.jsonl > .cache/gold/events.jsonl
	@for sets in gsr,plv gsr cc; do echo "== sentences: $$sets"; $(PY) $(GOLD)/events/score_events.py $(GOLD)/events/events_dev.jsonl .cache/gold/events.jsonl \
	  --set $$sets --match either --noevent $(GOLD)/events/events_noevent_dev.jsonl; done

gold-report: gold  ## a page with every miss and every false relation beside its sentence: build/gold-report.html
	$(PY) scripts/gold_report.py --gold $(GOLD)/relations --pred .cache/gold/relations --out build/gold-report.html

bench: .venv/dev  ## our speed, memory and disk beside the best alternatives', on a graph of 1 M relations (RELATIONS=10000000)
	$(PY) -m bench --relations $(RELATIONS)

bench-ui: .venv/dev static/vendor/.done  ## how quickly the explorer answers in a real browser, against its budgets
	@$(PYTHON) scripts/prerequisites.py chromium
	$(PY) -m bench.ui

screenshots: .venv/dev static/vendor/.done  ## a gallery of every state of the explorer at three widths: build/screenshots/index.html
	@$(PYTHON) scripts/prerequisites.py chromium
	$(PY) scripts/screenshots.py

train: .cache/train-venv/.done  ## train the language model anew (DATA=../shared/nlp MINUTES=100); replaces ingest/model
	@test -d $(DATA) || { echo "missing: the training data in $(DATA); training/README.md says where it comes from" >&2; exit 1; }
	.cache/train-venv/bin/python -m training.train --minutes $(MINUTES) --workers 2 --data $(DATA) --out build/training
	.cache/train-venv/bin/python -m training.export build/training/final.pt ingest/model --data $(DATA)

train-eval: .venv/run  ## measure the language model on the dev sets, from raw text (DATA=../shared/nlp)
	@test -d $(DATA) || { echo "missing: the data in $(DATA); training/README.md says where it comes from" >&2; exit 1; }
	$(PY) -m training.evaluate ingest/model --data $(DATA)

neo4j: .venv/run  ## a Neo4j server of your own on bolt://127.0.0.1:7687, its data in data/neo4j (needs Java and Maven)
	@$(PYTHON) scripts/prerequisites.py java mvn
	$(PY) scripts/neo4j/serve.py --home data/neo4j --port 7687

locks:  ## resolve dependencies anew into the hashed lock files (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make locks" --extra setup pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make locks" --extra dev --extra setup pyproject.toml -o requirements-dev.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make locks" training/requirements.in -o requirements-train.lock

clean:  ## remove everything that was made, the data folder excepted
	rm -rf .venv .cache node_modules static/vendor build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# -- set-up: each stamp is made once, and again when its lock file changes -----------------------------------------------

.venv/run: requirements.lock
	@$(PYTHON) scripts/prerequisites.py python node
	test -x $(PY) || $(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: requirements-dev.lock
	@$(PYTHON) scripts/prerequisites.py python node
	test -x $(PY) || $(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ .venv/run

.cache/train-venv/.done: requirements-train.lock
	@$(PYTHON) scripts/prerequisites.py python
	test -x .cache/train-venv/bin/python || $(PYTHON) -m venv .cache/train-venv
	.cache/train-venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-train.lock
	@touch $@

static/vendor/.done: package-lock.json scripts/vendor.mjs
	@$(PYTHON) scripts/prerequisites.py node
	npm ci --no-audit --no-fund --loglevel=error
	node scripts/vendor.mjs
	@touch $@
