"""`review`, `score`, `recheck`: work on many files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import ExitCode
from workbench import edge
from workbench.chinese import Command


def review(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="文件或文件夹（含下级）。", show_default=False)],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="结果文件夹。", show_default=False)],
    on: edge.ON = None,
    cleared: edge.CLEARED = "none",
    home: edge.HOME = None,
    office: edge.OFFICE = "",
    workers: edge.WORKERS = 0,
) -> None:
    """审查一批文件：逐件立案，生成审查结果、审查记录（草稿）、删减建议稿和批次汇总。

    示例：xianshen review 待审文件夹 --out 审查结果
    """
    from flows.review_batch import review_batch
    from workbench.progress import Progress

    settings = edge.settings(on, cleared, home, office, workers)
    done = review_batch(paths, out, settings, edge.now, Progress)
    edge.say(f"共 {done.total} 件：" + "，".join(f"{word} {count}" for word, count in done.outcomes.items()))
    if done.repeated:
        edge.say(f"其中 {done.repeated} 件此前已按同一规则、同一日期审查，未重复审查。")
    for name, trouble in done.troubles.items():
        edge.say(f"{name}：{trouble}")
    print(out / "summary.html")
    edge.leave(edge.worst([ExitCode(code) for code in done.codes]))


def score(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="带标注的样例文件夹。", show_default=False)],
    on: Annotated[str, typer.Option("--on", metavar="YYYY-MM-DD", help="样例的审查日期。")] = "2026-11-22",
    verbose: Annotated[bool, typer.Option("--verbose", help="逐条列出差错（不含原文）。")] = False,
    home: edge.HOME = None,
) -> None:
    """在带标注的样例上计算各类疑点的查全率和准确率。

    示例：xianshen score corpora/specimens --verbose
    """
    from flows.score import score as compute
    from pipeline.errors import UsageError
    from workbench.tables import print_score

    if not folder.is_dir():
        raise UsageError(f"找不到文件夹：{folder}。")
    total = compute(folder, edge.settings(on, "none", home))
    if not total.drafts:
        raise UsageError("文件夹中没有带标注的样例（.toml）。")
    print_score(total, verbose=verbose)


def recheck(
    on: edge.ON = None,
    home: edge.HOME = None,
    workers: edge.WORKERS = 0,
) -> None:
    """复查：已届满的期限、到期应复审的案件、规则变动后的案件，并用现行规则重新扫描已公开的文件。

    示例：xianshen recheck --on 2027-01-04
    """
    from flows.recheck import recheck as run

    found = run(edge.settings(on, "none", home, "", workers), edge.now)
    for line in found.lines:
        print(line)
    if not found.lines:
        edge.say("没有需要复查的案件。")
    edge.leave(ExitCode.REFUSED if found.leaks else ExitCode.DONE)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (review, score, recheck):
        app.command(cls=Command)(command)
