# nnlab: `make lab` to learn, `make test` to check the project. `make help` lists the rest.
#
# Without make (Windows), these three commands do what `make setup` does:
#   py -m venv .venv
#   .venv\Scripts\python -m pip install -r requirements.txt
#   .venv\Scripts\python -m pip install --no-deps --no-build-isolation -e .

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
SETUP := $(VENV)/.nnlab-setup
TEST_SETUP := $(VENV)/.nnlab-test-setup

# What a learner fills in (nnlab/, course/) is not ours to lint: no false alarm over homework.
OUR_CODE := $(wildcard labkit solutions tests)

.DEFAULT_GOAL := help
.PHONY: help setup lab test build lock clean FORCE

help: ## list what make can do
	@echo "usage: make TARGET [ARGS='...'] [PYTHON=python3.12]"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'

setup: $(SETUP) ## create .venv and install what requirements.txt pins

lab: $(SETUP) ## open JupyterLab on the course (ARGS are passed on)
	@$(BIN)/nnlab lab $(ARGS)

test: $(TEST_SETUP) ## lint and test the project (ARGS are passed to pytest)
	$(BIN)/ruff check $(OUR_CODE)
	$(BIN)/ruff format --check $(OUR_CODE)
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadscope $(ARGS)

build: $(SETUP) ## generate course/ and nnlab/ from solutions/ (ARGS='--check' only compares)
	$(BIN)/nnlab build $(ARGS)

clean: ## remove .venv and caches; work, grades and the course stay
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis build dist *.egg-info
	find labkit nnlab solutions tests -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# A virtual environment holds absolute paths, and the stamp says for which folder it was made:
# after the project's folder was moved, or its Python removed, set up anew.
ifneq ($(shell test -x $(BIN)/python && cat $(SETUP) 2>/dev/null),$(CURDIR))
$(SETUP): FORCE
endif

# Leave a usable environment alone, replace one that was moved, is broken or is too old.
define make-venv
@if test -f $(SETUP) && test "$$(cat $(SETUP))" != "$(CURDIR)" \
  || ! $(BIN)/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
  command -v "$(PYTHON)" >/dev/null || { \
    echo "nnlab needs Python 3.11 or newer, and there is no '$(PYTHON)' here."; \
    echo "Install it (https://www.python.org/downloads, or: sudo apt install python3 python3-venv,"; \
    echo "or: brew install python) and run make again."; \
    exit 1; } >&2; \
  "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
    echo "nnlab needs Python 3.11 or newer; '$(PYTHON)' is $$("$(PYTHON)" --version 2>&1)."; \
    echo "Install a newer one (https://www.python.org/downloads, or your system's package, such as"; \
    echo "python3.12 with python3.12-venv) and name it: make $(or $(MAKECMDGOALS),setup) PYTHON=python3.12"; \
    exit 1; } >&2; \
  "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
    v=$$("$(PYTHON)" -c 'import sys; print("python%d.%d" % sys.version_info[:2])'); \
    echo "'$(PYTHON)' comes without the modules venv and ensurepip, which nnlab's set-up needs."; \
    echo "Install them (on Debian and Ubuntu: sudo apt install $$v-venv) and run make again."; \
    exit 1; } >&2; \
  echo "Creating $(VENV) with $$("$(PYTHON)" --version)"; \
  "$(PYTHON)" -m venv --clear $(VENV); \
fi
endef

$(SETUP): requirements.txt pyproject.toml
	$(make-venv)
	@echo "Installing the course (a few minutes the first time)"
	@$(PIP) install --quiet -r requirements.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@printf '%s\n' "$(CURDIR)" > $@

$(TEST_SETUP): $(SETUP) requirements-test.txt requirements-oracle.txt
	@echo "Installing what the tests need"
	@$(PIP) install --quiet -r requirements-test.txt
	@$(PIP) install --quiet -r requirements-oracle.txt
	@touch $@

# Pins that still fit stay as they are; `make lock ARGS=--upgrade` moves them all forward.
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate $(ARGS)

lock: ## pin exact versions again (ARGS=--upgrade for newer ones)
	$(make-venv)
	@test -x $(BIN)/uv || $(PIP) install --quiet uv
	$(LOCK) -o requirements.txt pyproject.toml >/dev/null
	$(LOCK) --extra test -c requirements.txt -o requirements-test.txt pyproject.toml >/dev/null
	@for file in requirements.txt requirements-test.txt; do \
	  case $$file in \
	    requirements.txt) what="The course" ;; \
	    *) what="The course and its tests" ;; \
	  esac; \
	  { echo "# $$what, exact versions for Python 3.11 and newer. Made from pyproject.toml by: make lock"; \
	    grep -v '^#' $$file; } > $$file.new && mv $$file.new $$file; \
	done
