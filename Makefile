# `make serve` runs the service, `make test` is exactly what CI runs; `make` lists the rest.
PYTHON ?= python3
VENV ?= .venv
UV ?= uv
PYTEST ?= -n 2
PROCEDURES ?= 100000
STAGES ?=
BENCH ?=
DATASETTE ?= var/datasette
CLIENTS ?= var/clients

BIN := $(VENV)/bin
ENVIRONMENT := $(PYTHON) .ci/environment.py $(VENV)
RESOLVE := $(UV) pip compile --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
	--python-version 3.11 --quiet
LOCK := $(RESOLVE) pyproject.toml --extra postgres --extra mcp --extra otel --group build

.DEFAULT_GOAL := help
.PHONY: help serve test check validator datasette clients lint format openapi examples messages manual embed screenshots bench faults hosts lock sbom image image-check clean runtime dev python

help: ## List what can be made.
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

python:
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) was not found; on Debian or Ubuntu run \`apt-get install python3 python3-venv\`" >&2; exit 1; }

runtime: python
	@$(ENVIRONMENT) runtime

dev: python
	@$(ENVIRONMENT) dev

serve: runtime ## Install, migrate, seed, and serve on 127.0.0.1:8000 with the embedded SQLite.
	@$(BIN)/candour migrate
	@$(BIN)/candour seed
	@$(BIN)/candour serve

test: check ## The same as `make check`.

check: lint validator datasette clients ## Lint, types and the whole test suite, on SQLite and PostgreSQL.
	@$(BIN)/python -m pytest $(PYTEST)

validator: ## Install what checks that pages are valid HTML, where npm is at hand.
	@if command -v npm >/dev/null; then npm ci --prefix tests/markup --no-audit --no-fund --silent; else echo "npm was not found: pages will not be validated" >&2; fi

datasette: python ## Install what opens an exported database in a test, into an environment of its own.
	@$(PYTHON) .ci/environment.py $(DATASETTE) datasette

clients: python ## Install what lints the OpenAPI document and generates clients from it, where npm is at hand.
	@$(PYTHON) .ci/environment.py $(CLIENTS) clients
	@if command -v npm >/dev/null; then npm ci --prefix tests/consumers --no-audit --no-fund --silent; else echo "npm was not found: no clients will be generated" >&2; fi

lint: dev ## Lint and types only.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: dev ## Put the code into its one format.
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

openapi: dev ## Write the OpenAPI document to docs/openapi.json.
	@env -u CANDOUR_HOST -u CANDOUR_PORT -u CANDOUR_PUBLIC_URL -u CANDOUR_CONTACT $(BIN)/candour openapi --output docs/openapi.json

examples: dev ## Write the real answers that the OpenAPI document shows, then the document.
	@CANDOUR_UPDATE_EXAMPLES=1 $(BIN)/python -m pytest --quiet tests/contract/test_examples.py tests/contract/test_readme.py -k "answer"
	@$(MAKE) --no-print-directory openapi

messages: dev ## Write the template of all texts of the pages, for translators.
	@$(BIN)/python -m tests.messages

manual: dev ## Write the chapter of the guide on the command line.
	@$(BIN)/python -m tests.manual

embed: dev ## Put the script for other sites together anew.
	@$(BIN)/python -m app.renderings.release

screenshots: dev ## Take the pictures in docs/images of the service that `make serve` runs; KEY=… for the editor's.
	@$(BIN)/python -m tests.browser.screenshots http://127.0.0.1:8000 docs/images $(KEY)

bench: dev datasette ## Measure speed, beside others, and write docs/performance.md; takes an hour. STAGES="read grow …", BENCH="--quick".
	@command -v wrk >/dev/null || { echo "make: wrk was not found; on Debian or Ubuntu run \`apt-get install wrk\`" >&2; exit 1; }
	@command -v nginx >/dev/null || test -x /usr/sbin/nginx || echo "make: nginx was not found and will be left out; \`apt-get install nginx-light\`" >&2
	@PROCEDURES=$(PROCEDURES) $(BIN)/python -m tests.benchmarks.stages $(BENCH) $(STAGES)

faults: dev ## Kill, fill, damage and overload everything, and write docs/reliability.md; takes 25 minutes. TRIALS="kill disk …", FAULTS="--short".
	@$(BIN)/python -m tests.faults $(FAULTS) $(TRIALS)

hosts: dev ## Run all of deploy/ here, kill its primary under load, and write the log into docs/scale.md; needs nginx.
	@$(BIN)/python -m tests.hosts.failover --write

lock: ## Resolve the dependencies anew (needs uv).
	@$(LOCK) --group test --group browser --group lint $(LOCK_ARGS) --output-file requirements/dev.txt
	@$(LOCK) $(LOCK_ARGS) --constraints requirements/dev.txt --output-file requirements/runtime.txt
	@$(RESOLVE) requirements/clients.in $(LOCK_ARGS) --output-file requirements/clients.txt

sbom: python ## Write what the service is made of to var/sbom.cdx.json, as CycloneDX; for a release.
	@$(PYTHON) .ci/sbom.py var/sbom.cdx.json

image: ## Build the container image, with docker, podman or buildah.
	@.ci/image build

image-check: ## Run that image with a root that cannot be written and no capabilities, and ask it.
	@.ci/image check

clean: ## Remove the environment and all caches; databases stay.
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find app migrations tests -name __pycache__ -type d -prune -exec rm -rf {} +
