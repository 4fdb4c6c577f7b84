# make demo: the application with its own database and invented people, on http://localhost:8000.
# make test: everything on PostgreSQL with a browser, and what one database could do otherwise on SQLite too.
# make test-quick: in two minutes, between two changes. The rest: see docs/operations.md and README.md.
.PHONY: demo demo-reset test test-quick fuzz faults wide check format worker messages lock bench pictures demo-ready
.DELETE_ON_ERROR:
PY := .venv/bin/python
export DATA_DIR ?= $(CURDIR)/var
export PORT ?= 8000
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r
STATIC := $(shell find static -type f 2>/dev/null)

# ---- the demo
demo: demo-ready
	@exec $(PY) manage.py serve

demo-reset:
	rm -rf "$(DATA_DIR)/db.sqlite3" "$(DATA_DIR)/db.sqlite3-wal" "$(DATA_DIR)/db.sqlite3-shm" "$(DATA_DIR)/mail"
	$(MAKE) demo

demo demo-reset demo-ready: export DEMO ?= true
demo demo-reset demo-ready: export SITE_URL ?= http://localhost:$(PORT)

demo-ready: .venv/.demo $(DATA_DIR)/secrets.env $(DATA_DIR)/fonts/stamp $(DATA_DIR)/static/staticfiles.json
	@$(PY) bin/messages --compile
	@$(PY) manage.py demo

worker: .venv/.demo $(DATA_DIR)/secrets.env
	$(PY) manage.py worker

# ---- the tests, on all processors
WORKERS := $(shell nproc)
ON_ALL := -n $(WORKERS) --dist worksteal
test: .venv/.test check
	bin/need chromium postgres haproxy
	$(PY) tests/throwaway_pg.py -n $(WORKERS) $(PY) -m pytest $(ON_ALL)
	$(PY) -m pytest $(ON_ALL) -m both_databases

test-quick: .venv/.test
	$(PY) -m pytest $(ON_ALL) -m "not browser and not slow"

# 50,000 semi-valid requests of each role at every route: hours. FUZZ_SEED=… gives the same again.
fuzz: export FUZZ_REQUESTS ?= 50000
fuzz: .venv/.test
	bin/need postgres
	$(PY) tests/throwaway_pg.py -n $(WORKERS) $(PY) -m pytest $(ON_ALL) -rP --show-capture=stdout tests/fuzz

# Each fault of the trust page with bounded load, only on this machine. About an hour; smaller numbers from outside:
# FAULT_KILLS=20 FAULT_CRASHES=5 FAULT_SOAK=60 make faults
faults: export FAULT_KILLS ?= 1000
faults: export FAULT_CRASHES ?= 100
faults: export FAULT_SOAK ?= 1200
FAULTS := tests/faults tests/core/test_outbox.py tests/core/test_jobs.py tests/core/test_deletion_days.py tests/core/test_serve.py
faults: .venv/.test
	bin/need chromium postgres haproxy pgbouncer
	$(PY) bin/messages --compile
	$(PY) tests/throwaway_pg.py -n 1 $(PY) -m pytest -rP --show-capture=stdout $(FAULTS) tests/browser/test_autosave.py
	$(PY) -m pytest -m both_databases tests/faults tests/core/test_outbox.py tests/core/test_jobs.py

# Accessibility wider than `make test` looks: about two hours. WIDE_ONLY="matti and sv" takes a slice.
WIDE_ONLY ?= test
wide: export WIDE := 1
wide: export COMPOSED_SEASONS ?= 1000
wide: .venv/.test
	bin/need chromium firefox postgres
	$(PY) bin/messages --compile
	$(PY) tests/throwaway_pg.py -n 1 $(PY) -m pytest -k "$(WIDE_ONLY)" tests/wide tests/browser/test_every_page.py \
	  tests/browser/test_other_media.py tests/browser/test_motion.py tests/core/test_pdf_structure.py tests/people/launch \
	  tests/verme/composing/test_generated_seasons.py

check: .venv/.test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint --check --quiet templates
	$(PY) bin/format --check
	$(PY) bin/messages --check
	$(PY) bin/messages --compile
	.venv/bin/mypy .
	DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py makemigrations --check --dry-run
	$(PY) bin/check-deploy
	$(PY) bin/notices --check

# djlint ends with 1 when it has changed something
format: .venv/.test
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	.venv/bin/djlint --reformat --quiet templates || true
	$(PY) bin/format
	$(PY) bin/messages

messages: .venv/.test
	$(PY) bin/messages

# ---- by hand: figures, pictures for the README, new locks
bench: .venv/.test
	bin/need chromium postgres wrk
	$(PY) -m bench

pictures: .venv/.test
	bin/need chromium pdftoppm
	$(PY) -m bench.pictures
	$(PY) -m bench.contact_sheet

lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements/base.in -o requirements/base.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -c requirements/base.txt requirements/dev.in -o requirements/dev.txt

# ---- what the rest stands on. Each stamp is newer than what it was made from, so that a second start takes no time.
.venv/.venv: bin/find-python bin/need
	bin/need venv
	test -x $(PY) || "$$(bin/find-python)" -m venv .venv
	touch $@

.venv/.demo: requirements/base.txt | .venv/.venv
	$(PIP) requirements/base.txt
	bin/need pango
	touch $@

.venv/.test: requirements/base.txt requirements/dev.txt | .venv/.venv
	$(PIP) requirements/base.txt -r requirements/dev.txt
	bin/need pango
	touch .venv/.demo $@

$(DATA_DIR)/secrets.env: | .venv/.venv
	$(PY) bin/make-secrets "$(DATA_DIR)"

$(DATA_DIR)/fonts/stamp: bin/fonts.py .venv/.demo
	$(PY) bin/fonts.py "$(DATA_DIR)/fonts"
	touch $@

$(DATA_DIR)/static/staticfiles.json: $(STATIC) .venv/.demo $(DATA_DIR)/fonts/stamp | $(DATA_DIR)/secrets.env
	$(PY) manage.py collectstatic --noinput --clear -v0
