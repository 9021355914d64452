# The commands of README.md. Everything they make lies in .venv/ and var/.
SHELL := bash
MAKEFLAGS += --no-print-directory

PYTHON3 ?= python3
UV := uv==0.13.8
PYTHON := .venv/bin/python
# Two processes: the machines this is checked on have two cores, and more only wait for each other.
WORKERS ?= 2

# The demo and the checks never see the settings of a real install that happen to lie in the environment.
ISOLATED := env -u DATABASE_URL -u PARTYWORK_KEYS_FILE -u PARTYWORK_SECRET_KEY_FILE -u PARTYWORK_LOG_DIR
LINT_PYTHON := $(ISOLATED) PARTYWORK_VAR="$(CURDIR)/var/lint" $(PYTHON)

DEMO := var/demo
DEMO_ORG ?= DEMO
DEMO_PERIOD ?= 2026H1
DEMO_MANAGE := $(ISOLATED) PARTYWORK_VAR="$(CURDIR)/$(DEMO)" \
	DATABASE_URL="sqlite:///$(CURDIR)/$(DEMO)/db.sqlite3" $(PYTHON) manage.py
SERVE ?= 1
PORT ?= 8000

BENCH := var/bench
# county: the size the goals are set for, about a quarter of an hour; street: a quick look.
SCALE ?= county
# One run: a fresh database of that size, then every family of benchmarks on it.
BENCH_RUN = $(PYTHON) manage.py migrate --verbosity 0 && $(PYTHON) manage.py seed --scale $(SCALE) >/dev/null && \
	$(PYTHON) -m tests.benchmarks --scale $(SCALE) --to

.PHONY: help .venv demo manual test lint bench load faults clean

help:
	@echo "make demo    装好环境，生成演示数据和半年总结，在 127.0.0.1:$(PORT) 打开（SERVE=0 只生成，不打开）"
	@echo "make test    全部检查：代码规范、SQLite 和 PostgreSQL 上的测试、真实浏览器"
	@echo "make lint    只做代码规范检查"
	@echo "make bench   测速：一个县的数据，在 SQLite 和 PostgreSQL 上和下限、常见做法相比（SCALE=street 快看一眼）"
	@echo "make load    月底二百名书记同时使用：在 SQLite 和 PostgreSQL 上各一遍，结果写在 $(BENCH)/load.json"
	@echo "make faults  逐个时刻中断、满盘、断库等故障和一万多次乱填乱传的长时间测试，SQLite 和 PostgreSQL 各一遍"
	@echo "make manual  重做使用手册里的图：新的演示数据、真实浏览器，写到 docs/手册/图"
	@echo "make clean   删除 .venv、演示数据和检查缓存（不动 var/ 里的正式数据）"

.venv: .venv/.synced

.venv/.synced: uv.lock
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "需要 Python 3.11 或更新的版本，现在的 $(PYTHON3) 是：$$($(PYTHON3) --version 2>&1)" >&2; \
		echo "已装在别处时请这样指定：make $(MAKECMDGOALS) PYTHON3=/usr/bin/python3.11" >&2; \
		exit 1; }
	@$(PYTHON3) -c 'import ensurepip, venv' 2>/dev/null || PYTHON3="$(PYTHON3)" .ci/system-packages python3-venv
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || $(PYTHON3) -m venv --clear .venv
	@echo "正在安装锁定的依赖……"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check "$(UV)"
	@UV_PYTHON_DOWNLOADS=never .venv/bin/uv sync --frozen --quiet
	@touch $@

demo: .venv
	@rm -rf "$(DEMO)" && mkdir -p "$(DEMO)"
	@echo "正在生成演示数据和半年总结……"
	@$(DEMO_MANAGE) migrate --verbosity 0
	@$(DEMO_MANAGE) seed --scale street >"$(DEMO)/logins.txt"
	@$(DEMO_MANAGE) export_summary --org "$(DEMO_ORG)" --period "$(DEMO_PERIOD)" --format docx,xlsx,json,html --to "$(DEMO)"
	@cat "$(DEMO)/logins.txt"
	@[ "$(SERVE)" = 0 ] || exec $(DEMO_MANAGE) serve --port "$(PORT)"

test: .venv
	@.ci/system-packages
	@$(MAKE) lint
	@echo "── 测试（SQLite）──"
	@$(ISOLATED) $(PYTHON) -m pytest -q -n "$(WORKERS)"
	@echo "── 测试（PostgreSQL）──"
	@$(ISOLATED) .ci/with-postgresql $(PYTHON) -m pytest -q -n "$(WORKERS)"

lint: .venv
	@echo "── 代码规范 ──"
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(LINT_PYTHON) -m mypy manage.py partywork summaries tests
	@.venv/bin/lint-imports --no-logo
	@$(LINT_PYTHON) manage.py check
	@$(LINT_PYTHON) manage.py makemigrations --check --dry-run
	@$(PYTHON) .ci/audit-dependencies

bench: .venv
	@.ci/system-packages postgresql
	@mkdir -p "$(BENCH)" && rm -rf "$(BENCH)"/{sqlite,postgresql}.json "$(BENCH)"/db.sqlite3*
	@echo "── 测速（SQLite）：先生成数据 ──"
	@$(ISOLATED) PARTYWORK_VAR="$(CURDIR)/$(BENCH)" DATABASE_URL="sqlite:///$(CURDIR)/$(BENCH)/db.sqlite3" \
		bash -c '$(BENCH_RUN) $(BENCH)/sqlite.json'
	@rm -f "$(BENCH)"/db.sqlite3*
	@echo "── 测速（PostgreSQL）：先生成数据 ──"
	@$(ISOLATED) PARTYWORK_VAR="$(CURDIR)/$(BENCH)" .ci/with-postgresql bash -c '$(BENCH_RUN) $(BENCH)/postgresql.json'
	@[ "$(SCALE)" = street ] || $(PYTHON) -m tests.benchmarks.page "$(BENCH)"

load: .venv
	@.ci/system-packages postgresql
	@$(ISOLATED) $(PYTHON) -m tests.benchmarks.load --to "$(BENCH)/load.json"
	@$(ISOLATED) POSTGRESQL_SETTINGS= .ci/with-postgresql $(PYTHON) -m tests.benchmarks.load --to "$(BENCH)/load.json"

# Directories whose tests have a long form (marker "long").
FAULTS := tests/faults tests/fuzz
faults: .venv
	@.ci/system-packages
	@echo "── 长时间故障测试（SQLite）──"
	@$(ISOLATED) $(PYTHON) -m pytest -q -m long $(FAULTS)
	@echo "── 长时间故障测试（PostgreSQL）──"
	@$(ISOLATED) .ci/with-postgresql $(PYTHON) -m pytest -q -m long $(FAULTS)

manual: .venv
	@.ci/system-packages chromium fonts-noto-cjk
	@$(ISOLATED) $(PYTHON) -m tests.manual.pictures

clean:
	@rm -rf .venv var/demo var/lint var/bench var/manual .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find partywork summaries tests -name __pycache__ -type d -prune -exec rm -rf {} +
