# From nothing but Python, make and the package registry: each target makes the environment that it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED := ../shared
CORPUS := $(SHARED)/letters

.PHONY: demo test check corpus bench profile samples lock clean

demo: $(VENV)/base.stamp  ## parse samples/, show their decisions, write out/records.jsonl
	@mkdir -p out
	$(BIN)/imrparse parse samples -o out/records.jsonl
	$(BIN)/imrparse show samples
	@echo "One record a line: out/records.jsonl"

test: check  ## everything that CI runs: format, lint, types, tests, and the real letters where they are at hand
	$(BIN)/pytest -n auto
	@$(MAKE) --no-print-directory corpus

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python samples/make.py --check

corpus: $(VENV)/base.stamp  ## parse the real letters of ../shared, where it is there, and score them against the gold
	@if [ -d $(CORPUS) ]; then mkdir -p out && \
	  { $(BIN)/imrparse parse $(CORPUS)/pdf $(CORPUS)/text -o out/corpus.jsonl; true; } && \
	  $(BIN)/python -B $(SHARED)/score.py $(CORPUS)/gold out/corpus.jsonl --errors 20 && \
	  { $(BIN)/imrparse compare $(CORPUS)/gold out/corpus.jsonl; true; }; \
	else echo "no real letters at $(CORPUS): nothing to score"; fi

bench: $(VENV)/base.stamp  ## time against the reading libraries, as ratios in one run
	$(BIN)/python benchmarks/bench.py

profile: $(VENV)/base.stamp  ## where the time of a letter goes, stage by stage (docs/performance.md)
	$(BIN)/python benchmarks/stages.py

samples: $(VENV)/dev.stamp  ## print the sample letters and their expected records again
	$(BIN)/python samples/make.py

lock: $(VENV)/dev.stamp  ## lock the dependencies again (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q pyproject.toml requirements/build.in -o requirements/base.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q pyproject.toml requirements/build.in --extra dev -o requirements/dev.txt

$(VENV)/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "imrparse needs Python 3.11 or later: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

# The editable install is a path entry (mode "compat"): a clone named imrparse would otherwise hide the package from
# a Python that is started in the folder above it.
$(VENV)/base.stamp: $(VENV)/python.stamp requirements/base.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --config-settings editable_mode=compat -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/base.stamp requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

clean:
	rm -rf $(VENV) out

.PHONY: docs
docs: $(VENV)/base.stamp  ## write docs/vocabulary.md and the table of docs/warnings.md again from the catalogues, and the pictures of the forms
	$(BIN)/python docs/make_vocabulary.py
	$(BIN)/python docs/make_warnings.py
	$(BIN)/python docs/make_form_pictures.py

.PHONY: pictures
pictures: $(VENV)/dev.stamp  ## make the pictures of inspector, show and report in docs/pictures again (needs chromium)
	$(BIN)/python docs/make_pictures.py

FORGE_COUNT ?= 2000
SCAN_COUNT ?= 10

.PHONY: forge scans
forge: $(VENV)/dev.stamp  ## forge FORGE_COUNT letters of each form and shape, parse and compare them, write benchmarks/forge.md
	$(BIN)/python -m tests.forge.campaign --count $(FORGE_COUNT)

scans: $(VENV)/dev.stamp  ## scan SCAN_COUNT forged letters of each form, and the real ones; read them by OCR, write benchmarks/scans.md
	$(BIN)/python -m tests.forge.scans --count $(SCAN_COUNT)

.PHONY: shapes
shapes: $(VENV)/dev.stamp  ## the real letters of ../shared in each shape of text, scored, write benchmarks/shapes.md (needs poppler-utils)
	$(BIN)/python -m tests.forge.real_shapes

FUZZ_SECONDS ?= 120

.PHONY: fuzz
fuzz: $(VENV)/dev.stamp  ## look for FUZZ_SECONDS for inputs that break a reader (atheris; Linux); what it finds stays in out/fuzz
	$(BIN)/python -m tests.fuzz $(FUZZ_SECONDS)

DOUBT_COUNT ?= 125

.PHONY: doubt
doubt: $(VENV)/dev.stamp  ## damage DOUBT_COUNT forged letters of each form in each way, count the silent errors, write benchmarks/doubt.md
	$(BIN)/python -m tests.forge.doubt --count $(DOUBT_COUNT)
