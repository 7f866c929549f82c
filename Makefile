# 先审 Xianshen. `make review` and `make test` are all that a fresh machine needs; neither needs root.
PYTHON ?= python3
OUT ?= out
VENV := .venv
RUN := $(VENV)/bin
PIP := $(RUN)/python -m pip --disable-pip-version-check -q
.DEFAULT_GOAL := help
.PHONY: help install review test check soak bench manifest schema lock specimens clean

help: ## 列出可用的命令
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(VENV)/.installed: requirements.lock pyproject.toml
	@test -x $(RUN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

install: $(VENV)/.installed ## 建立 .venv 并安装全部依赖

review: $(VENV)/.installed ## 审查 FILES=路径；不给路径时审查随附的样例
	@$(RUN)/python -m flows.demonstrate --out $(OUT)/review --home $(OUT)/home $(FILES)

test: $(VENV)/.installed ## 运行全部检查和测试
	$(RUN)/ruff check .
	$(RUN)/mypy corpora pipeline detectors redaction records office flows workbench
	$(RUN)/python -m pytest -q -n auto --dist loadfile

soak: $(VENV)/.installed ## 在每一个写入点中断、断电、写满磁盘，并发办理（约一小时）
	XIANSHEN_SLOW=1 $(RUN)/python -m pytest -q tests/office/test_stopping.py tests/office/test_crowd.py

bench: $(VENV)/.installed ## 运行性能测试
	$(RUN)/python -m bench

manifest: $(VENV)/.installed ## 重新登记修改过的规则文件
	$(RUN)/python -m corpora

schema: $(VENV)/.installed ## 由类型重新生成 review.json 的 JSON Schema
	$(RUN)/python -m pipeline.schema

specimens: $(VENV)/.installed ## 用 LibreOffice 重新生成 PDF 样例
	$(RUN)/python -m bench.specimens

lock: ## 重新生成 requirements.lock（需要 uv）
	uv pip compile -q pyproject.toml --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-header --python-version 3.11 --universal -o requirements.lock

clean: ## 删除生成的文件
	rm -rf $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache
