# make demo: the application with its own database and invented people, on http://localhost:8000.
# make test: everything on PostgreSQL with a browser, and all that uses a database on SQLite too. The rest: see
# docs/operations.md and README.md.
.PHONY: demo demo-reset test check format worker messages lock bench pictures demo-ready
.DELETE_ON_ERROR:
PY := .venv/bin/python
export DATA_DIR ?= $(CURDIR)/var
export PORT ?= 8000
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r
STATIC := $(shell find static -type f 2>/dev/null)
TEMPLATES := $(shell find templates -name '*.html' 2>/dev/null)

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
	bin/need chromium postgres
	$(PY) tests/throwaway_pg.py -n $(WORKERS) $(PY) -m pytest $(ON_ALL)
	$(PY) -m pytest $(ON_ALL) -m "database and not browser"

check: .venv/.test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djade --check --target-version 5.2 $(TEMPLATES)
	$(PY) bin/messages --check
	$(PY) bin/messages --compile
	.venv/bin/mypy .
	DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py makemigrations --check --dry-run
	$(PY) bin/check-deploy

format: .venv/.test
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	.venv/bin/djade --target-version 5.2 $(TEMPLATES) || true
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
