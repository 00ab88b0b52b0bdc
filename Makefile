# Everything for working on this site; `make` alone lists it.  GNU make 3.81 (macOS) is new enough.
#
# All paths are relative, so that the checkout may lie in a directory with spaces in its name.  A target
# that begins with a dot is a step of the others.

# The Python that .venv is made with, 3.11 or newer.  Given on the command line or in the environment, it
# also replaces a .venv of another version.
PYTHON ?= python3
# Options for every run of Sphinx.
SPHINXOPTS ?=
# Where `make livehtml` serves.
PORT ?= 8000
# Options for its server; --no-ahead has it start the process of a build when it is needed.
LIVEOPTS ?=
# What `make test` runs: files, directories or names of tests; empty for all, and the linters.
TESTS ?=
# The directory of the site that `make new` makes, and options for it (NEWOPTS=--help).
SITE ?=
NEWOPTS ?=
# Packages that `make test` and `make check` run with: "oldest" or "newest" for the versions that
# pyproject.toml allows, in _build/oldest or _build/newest; empty for those of the lock files, in .venv.
VERSIONS ?=
# Options for tests/bench/bench.py.
BENCHOPTS ?=
# Options for pytest.  Each process gets tests that lie together, which share a site.
PYTESTOPTS ?= -n auto --dist worksteal

VENV := $(if $(VERSIONS),_build/$(VERSIONS),.venv)
PY := $(VENV)/bin/python
# sphinx-build, with plain words for a mistake in conf.py.
SPHINX := PYTHONPATH=_ext $(PY) -m sphinx_incremental.build

.DEFAULT_GOAL := help
# No built-in rules: they know nothing about this site and cost time.
MAKEFLAGS += --no-builtin-rules
.SUFFIXES:

##@ Site

.PHONY: html
html: .venv-site ## Build the site in _build/html, warnings being errors
	@$(call fresh,html)
	@touch _build/.begun
	@$(SPHINX) -q -W --keep-going -b html $(SPHINXOPTS) -d _build/.doctrees/html . _build/html || { $(call forget,html); }
	@PYTHONPATH=_ext $(PY) -m sphinx_homepage urls status _build/html --since _build/.begun || true
	@cat _build/.doctrees/html/incremental/*/drafts.txt 2>/dev/null || true
	@echo 'The site is in _build/html/index.html'

.PHONY: dirhtml
dirhtml: .venv-site ## Build it with URLs like about/ in _build/dirhtml
	@$(call fresh,dirhtml)
	@touch _build/.begun
	@$(SPHINX) -q -W --keep-going -b dirhtml $(SPHINXOPTS) -d _build/.doctrees/dirhtml . _build/dirhtml || { $(call forget,dirhtml); }
	@PYTHONPATH=_ext $(PY) -m sphinx_homepage urls status _build/dirhtml --since _build/.begun || true
	@cat _build/.doctrees/dirhtml/incremental/*/drafts.txt 2>/dev/null || true
	@echo 'The site is in _build/dirhtml/index.html'

.PHONY: example
example: .venv-site ## Build an example homepage with everything in _build/example
	@$(SPHINX) -q -W --keep-going -b html -d _build/.doctrees/example tests/sites/ada _build/example
	@echo 'The example is in _build/example/index.html'

.PHONY: record
record: html ## Add the URLs of the site to published-urls.txt
	@PYTHONPATH=_ext $(PY) -m sphinx_homepage urls record _build/html

# The source directory is watched as a whole; what cannot change a page is ignored, above all what builds
# write, which would set off the next.  A build after an edit of anything but pages begins from nothing, so
# an edit of the extension needs no more than that everything is read anew, which .fresh-live sees to.
# The server answers to this machine only.
.PHONY: livehtml
livehtml: .venv-site ## Serve it on PORT (8000), rebuilding when a file is saved
	@exec env PYTHONPATH=_ext $(PY) -m sphinx_homepage live --port $(PORT) \
	    $(foreach path,$(LIVE_IGNORE),--ignore $(path)) \
	    --pre-build 'env MAKEFLAGS= $(MAKE_COMMAND) -s .fresh-live' \
	    -d _build/.doctrees/live $(LIVEOPTS) . _build/live -- $(SPHINXOPTS)

LIVE_IGNORE := _build .venv .git .github .ci docs tests dist .mypy_cache .pytest_cache .ruff_cache .hypothesis \
    Makefile LICENSE README.md CHANGELOG.md CONTRIBUTING.md pyproject.toml requirements.txt requirements-test.txt

.PHONY: .fresh-live
.fresh-live:
	@$(call fresh,live)

.PHONY: new
new: $(if $(SITE)$(NEWOPTS),.venv-site) ## Make a new site in the directory SITE (NEWOPTS: --name, --github, ...)
ifeq ($(SITE)$(NEWOPTS),)
	@echo 'Name the directory of the new site: make new SITE=../my-homepage' >&2; exit 2
else
	@PYTHONPATH=_ext $(PY) -m sphinx_homepage new $(NEWOPTS) $(if $(SITE),'$(SITE)')
endif

##@ Checks

.PHONY: test
test: .venv-test ## Run the tests, ruff and mypy: four minutes (TESTS=tests/test_x.py: only those tests)
	@$(PY) tests/browser_setup.py
	@$(PY) -m pytest $(PYTESTOPTS) $(TESTS)
ifeq ($(strip $(TESTS)$(VERSIONS)),)
	@$(LINT)
endif

.PHONY: test-all
test-all: .venv-test ## Run the long tests as well: a quarter of an hour
	@$(PY) tests/browser_setup.py
	@$(PY) -m pytest $(PYTESTOPTS) -m 'not network' $(TESTS)
ifeq ($(strip $(TESTS)$(VERSIONS)),)
	@$(LINT)
endif

define LINT
$(PY) -m ruff check --quiet . && \
{ $(PY) -m ruff format --check --quiet . || { echo 'Run: $(PY) -m ruff format .' >&2; exit 1; }; } && \
$(PY) -m mypy
endef

.PHONY: docs
docs: .venv-site ## Build the documentation in _build/docs, warnings being errors
	@$(SPHINX) -q -W --keep-going -b html -d _build/.doctrees/docs docs _build/docs
	@echo 'The documentation is in _build/docs/index.html'

.PHONY: check
check: .venv-site ## Build everything anew, follow every link, and ask for every published URL
	@rm -rf _build/check
	@for builder in html dirhtml; do \
	    $(SPHINX) -q -W -n -E --keep-going -b $$builder $(SPHINXOPTS) \
	        -d _build/check/.doctrees/$$builder . _build/check/$$builder || exit 1; \
	done
	@PYTHONPATH=_ext $(PY) -m sphinx_homepage check _build/check/html _build/check/dirhtml
	@PYTHONPATH=_ext $(PY) -m sphinx_homepage urls check _build/check/html _build/check/dirhtml

.PHONY: fuzz
fuzz: .venv-test ## Try ten thousand odd texts in each field (half an hour)
	@HOMEPAGE_EXAMPLES=10000 $(PY) -m pytest $(PYTESTOPTS) tests/test_properties.py tests/incremental/test_random_edits.py

.PHONY: lighthouse
lighthouse: html .venv-test ## Run Lighthouse on the main pages (needs Node; installs Lighthouse the first time)
	@$(PY) tests/browser_setup.py
	@$(PY) tests/tools/lighthouse.py

.PHONY: screenshots
screenshots: html example .venv-test ## Take screenshots of the main pages and of the example, in _build/screenshots
	@$(PY) tests/browser_setup.py
	@$(PY) tests/tools/screenshots.py

.PHONY: bench
bench: .venv-site ## Measure builds and edits beside other tools (an hour; BENCHOPTS=--help)
	@$(PY) tests/bench/bench.py $(BENCHOPTS)

# What is not in PyPI comes from the system: Debian's packages if that may be, or else they are named.
BENCH_DEBIAN := jekyll ruby-jekyll-feed ruby-jekyll-redirect-from ruby-jekyll-seo-tag ruby-jekyll-sitemap hugo
.PHONY: bench-peers
bench-peers: ## Install what it is measured beside: Jekyll, Hugo, Pelican, MkDocs Material
	@test -x _build/peers/bin/python || $(PYTHON) -m venv _build/peers
	@_build/peers/bin/python -m pip install --quiet --disable-pip-version-check -r tests/bench/requirements.txt
	@if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
	    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y $(BENCH_DEBIAN) >/dev/null; \
	else \
	    echo 'Besides, with the package manager of your system: $(BENCH_DEBIAN)'; \
	fi

##@ Housekeeping

.PHONY: lock
lock: ## Work out requirements.txt and requirements-test.txt from pyproject.toml
	@$(call resolve,$(UNIVERSAL),$(UNIVERSAL),)

# One version of everything for every Python from 3.11 on, on every system.
UNIVERSAL := --universal --python-version 3.11 --fork-strategy fewest

# Works out both files.  $(1) and $(2) are options for each of them, $(3) is what their names begin with.
define resolve
test -x _build/.lock/bin/uv || { \
    $(PYTHON) -m venv _build/.lock && \
    _build/.lock/bin/python -m pip install --quiet --disable-pip-version-check uv; } || exit 1; \
$(UV_COMPILE) $(1) --extra site --extra pdf --output-file $(3)requirements.txt && \
$(UV_COMPILE) $(2) --extra site --extra pdf --extra import --extra test --constraint $(3)requirements.txt \
    --output-file $(3)requirements-test.txt
endef

UV_COMPILE := _build/.lock/bin/uv pip compile --quiet --upgrade --no-emit-index-url --no-emit-find-links \
    --custom-compile-command 'make lock' pyproject.toml

.PHONY: messages
messages: .venv-test ## Bring the message catalogs up to date with the code, and tell what is not translated
	@$(PY) tests/tools/message_catalogs.py

.PHONY: clean
clean: ## Remove what was built, and caches
	@rm -rf _build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -path ./.git -prune -o -path ./.venv -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

.PHONY: distclean
distclean: clean ## Remove .venv as well
	@rm -rf .venv

.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } \
	    /^##@/ { printf "%s%s\n", (n++ ? "\n" : ""), substr($$0, 5) } \
	    /^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

# --- Doctrees ------------------------------------------------------------------------------------------
#
# Sphinx reads a page again when the page has changed, and does not know when the code that reads it has.
# So each directory of doctrees holds a list of the extension's files with their checksums, and its
# environment is removed when they are no longer the same: everything is then read and written anew.
# Checksums rather than times, since those miss a file that was removed, or brought back from elsewhere.
# The rest of the directory stays: the extension keeps there what it knows of the files in the output.
define fresh
mkdir -p _build/.doctrees/$(1) && \
{ find _ext -type f ! -name '*.py[cod]' -exec cksum {} + | LC_ALL=C sort; cksum requirements.txt; } \
    > _build/.doctrees/$(1).sources && \
if ! cmp -s _build/.doctrees/$(1).sources _build/.doctrees/$(1)/.sources; then \
    rm -f _build/.doctrees/$(1)/environment.pickle && \
    cp _build/.doctrees/$(1).sources _build/.doctrees/$(1)/.sources; \
fi
endef

# After a build with warnings, Sphinx takes the pages for read, and the next build would be without
# warnings and pass.  Forgetting them makes it fail again until the cause is gone.
define forget
rm -f _build/.doctrees/$(1)/environment.pickle; exit 1
endef

# --- .venv ---------------------------------------------------------------------------------------------
#
# Inside $(VENV) is a copy of each file that was installed from; as long as it is the same as the file,
# there is nothing to do.  .unfinished is there while something is being made or installed: after an
# interruption it is still there, and $(VENV) is made anew.  So it is when its Python is gone or another
# one, which is what an upgrade of the system leaves behind.
.PHONY: .venv-site
.venv-site: $(if $(VERSIONS),.resolved)
	@$(call venv,$(REQUIREMENTS).txt)

.PHONY: .venv-test
.venv-test: .venv-site
	@$(call venv,$(REQUIREMENTS)-test.txt)

REQUIREMENTS := $(if $(VERSIONS),_build/$(VERSIONS)-)requirements

# What tests are run with is always the newest.
.PHONY: .resolved
.resolved:
	@case '$(VERSIONS)' in oldest|newest) ;; *) echo 'VERSIONS is oldest, newest or empty' >&2; exit 1;; esac
	@$(call resolve,--python $(PYTHON) $(if $(filter oldest,$(VERSIONS)),--resolution lowest-direct),--python $(PYTHON),_build/$(VERSIONS)-)

define venv
$(CHECK_NAMED_PYTHON) \
if test -e $(VENV)/.unfinished || { test -d $(VENV) && ! $(PY) -I -c 'import pip' 2>/dev/null; }; then rm -rf $(VENV); fi; \
! cmp -s $(1) $(VENV)/$(notdir $(1)) 2>/dev/null || exit 0; \
if ! test -d $(VENV); then $(CHECK_PYTHON); $(MAKE_VENV); fi; \
echo 'Installing $(1) in $(VENV) (this once)'; \
: > $(VENV)/.unfinished; \
$(PY) -m pip install --quiet --disable-pip-version-check -r $(1) && \
$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --editable . || exit 1; \
cp $(1) $(VENV)/ && rm $(VENV)/.unfinished
endef

VERSION := import sys; print("%d.%d" % sys.version_info[:2])

define CHECK_PYTHON
version=$$($(PYTHON) -c '$(VERSION)') || { \
    echo 'There is no Python at "$(PYTHON)". Name one, 3.11 or newer: make PYTHON=python3.13' >&2; exit 1; }; \
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
    echo "Python 3.11 or newer is needed, and $(PYTHON) is $$version. Name another: make PYTHON=python3.13" >&2; exit 1; }
endef

# $(PYTHON) is only asked when somebody named it: a look at the default would cost each run its start.
ifneq ($(origin PYTHON),file)
define CHECK_NAMED_PYTHON
$(CHECK_PYTHON); \
if test -d $(VENV) && test "$$version" != "$$($(PY) -c '$(VERSION)' 2>/dev/null)"; then rm -rf $(VENV); fi;
endef
endif

# Debian keeps ensurepip, which `-m venv` needs, in a package of its own, one for each version of Python.
define MAKE_VENV
if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
    if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
        echo "Installing python$$version-venv"; \
        { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y python$$version-venv >/dev/null; } || exit 1; \
    else \
        echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: sudo apt-get install python$$version-venv" >&2; exit 1; \
    fi; \
fi; \
mkdir $(VENV) && : > $(VENV)/.unfinished && $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
endef
