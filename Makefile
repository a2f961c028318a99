# Thin on purpose: each target is a line or two, and says what it does.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# The lock without its digests: where pip sees one, it asks them of everything.
PINS := .venv/pins.txt

.PHONY: demo test lint types layers evals docs bench coverage mutants train large lock clean

demo: $(READY)                 ## the worked example: one invented article, read and laid open
	@$(BIN)/onrecord demo

test: $(READY)                 ## every test
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports

evals: $(READY)                ## measured accuracy against its floors
	$(BIN)/python -m evals.gate

docs: $(READY)                 ## references and tables are what the code says
	$(BIN)/python -m docs.check

bench: $(READY)                ## speed, memory, growth, pages and scaling, against peers
	$(BIN)/python -m pip install --quiet --constraint $(PINS) -e '.[bench]' && $(BIN)/python -m pip install --quiet --no-deps sayswho==0.1.4 && $(BIN)/python -m bench

coverage: $(READY)             ## the share of branches that tests take, by room
	$(BIN)/python -m pip install --quiet --constraint $(PINS) -e '.[thorough]' && $(BIN)/python -m bench.coverage

mutants: $(READY)              ## small errors written into the parts, one at a time: which would no test notice?
	$(BIN)/python -m pip install --quiet --constraint $(PINS) -e '.[thorough]' && $(BIN)/python -m bench.mutants

train: $(READY)                ## weights from ../shared/data/polnear; resumes where it stopped
	$(BIN)/python -m pip install --quiet -e '.[training]' && $(BIN)/python -m training --data ../shared/data --work out/training

large: $(READY)                ## the larger reader, for `--reader large`: better, and slower
	$(BIN)/python -m pip install --quiet --constraint $(PINS) -e '.[training]' && $(BIN)/python -m training large --work out/training
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation out/training/onrecord-reader-large

lock:                          ## pin what pyproject.toml allows today
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --extra dev -o requirements.lock pyproject.toml

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@sed -n 's/^\([a-zA-Z0-9._-]*==[^ ;]*\).*/\1/p' requirements.lock > $(PINS)
	@touch $@

clean:
	rm -rf .venv out dist build
