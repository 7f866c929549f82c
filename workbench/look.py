"""`check`, `text`, `redact`, `term`: one look at one file, nothing kept."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.errors import ExitCode, Refused, UsageError
from workbench import edge
from workbench.chinese import Command

_FILES = Annotated[list[Path], typer.Argument(metavar="FILE...", help="要查看的文件。", show_default=False)]
_FILE = Annotated[Path, typer.Argument(metavar="FILE", help="文件。", show_default=False)]


def check(
    files: _FILES,
    as_json: Annotated[bool, typer.Option("--json", help="每个文件输出一行 JSON。")] = False,
    reveal: Annotated[bool, typer.Option("--reveal", help="同时显示命中的原文。")] = False,
    on: edge.ON = None,
    cleared: edge.CLEARED = "none",
    home: edge.HOME = None,
    office: edge.OFFICE = "",
) -> None:
    """查看文件：不立案、不留存。

    示例：xianshen check 通知.docx    xianshen check *.pdf --json --reveal
    """
    from flows.examine import examine_all

    settings = edge.settings(on, cleared, home, office)
    sources = [(path.name, edge.file_bytes(path)) for path in files]
    codes = []
    for made in examine_all(sources, settings, reveal=reveal):
        codes.append(exit_code(made))
        if as_json:
            from pipeline.json_parts import parts

            for part in parts(made):
                print(part, end="")
            print()
        else:
            from workbench.tables import print_review

            print_review(made)
    edge.leave(edge.worst(codes))


def exit_code(made: dict[str, Any]) -> ExitCode:
    """The exit code that one review asks for."""
    if any(gap["reason"] == "converter_missing" for gap in made["gaps"]):
        return ExitCode.MISSING_PART
    if made["outcome"] == "halt":
        return ExitCode.HALT
    return ExitCode.GAP if made["gaps"] else ExitCode.DONE


def text(file: _FILE) -> None:
    """输出文件的全部文字（审查结果中的位置即以此计）。

    示例：xianshen text 通知.docx > 通知.txt
    """
    from flows.examine import read_bounded
    from pipeline.contracts import Limits
    from pipeline.document import Gap
    from records.labels import gap_reason

    data = edge.file_bytes(file)
    document = read_bounded(data, file.name, Limits())
    gaps = (document,) if isinstance(document, Gap) else document.gaps
    if not isinstance(document, Gap):
        sys.stdout.buffer.write(document.text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    for gap in gaps:
        edge.say(f"未审：{gap_reason(gap.reason)}（{gap.place}）")
    missing = any(gap.reason == "converter_missing" for gap in gaps)
    edge.leave(ExitCode.MISSING_PART if missing else ExitCode.GAP if gaps else ExitCode.DONE)


def redact(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="要删减的文件。", show_default=False)],
    out: Annotated[Path | None, typer.Option("--out", metavar="OUT", help="输出文件。", show_default=False)] = None,
    force_preview: Annotated[bool, typer.Option("--force-preview", help="有未审部分或不予公开时仍生成，并加注“预览”。")] = False,
    remove_pictures: Annotated[bool, typer.Option("--remove-pictures", help="未能识读的图片和嵌入对象整体移除（图片代以灰色方块）。")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="核验他处所作的删减：xianshen redact --verify 原件 删减件")] = False,
    on: edge.ON = None,
    cleared: edge.CLEARED = "none",
    home: edge.HOME = None,
    office: edge.OFFICE = "",
) -> None:
    """按建议删减并验证（预览，不是公开）。

    示例：xianshen redact 名单.docx --out 名单-删减.docx
    """
    settings = edge.settings(on, cleared, home, office)
    if verify:
        _verify(files)
    if len(files) != 1 or out is None:
        raise UsageError("用法：xianshen redact FILE --out OUT。")
    from flows.preview import preview

    data = edge.file_bytes(files[0])
    if out.exists() and out.resolve() == files[0].resolve():
        raise UsageError("输出文件不能就是原文件。", advice="请另起名字。")
    done = preview(data, files[0].name, out, settings, force=force_preview, remove=remove_pictures)
    removed = f"，移除图片和对象 {done.removed} 个" if done.removed else ""
    edge.say(f"已删减 {done.cuts} 处{removed}，验证通过（{done.checks} 项）：{out}")
    if done.unchanged:
        edge.say("没有需要删减的内容，输出与原件逐字节相同。")
    for note in done.notes:
        edge.say(f"  · {note}")


def _verify(files: list[Path]) -> None:
    from redaction.verify import verify

    if len(files) != 2:
        raise UsageError("用法：xianshen redact --verify 原件 删减件。")
    proof = verify(edge.file_bytes(files[0]), edge.file_bytes(files[1]))
    for item in proof.checks:
        print(f"{'通过' if item.holds else '未通过'}  {item.name}  {item.detail}")
    if not proof.holds:
        raise Refused("删减未通过核验。")
    edge.leave(ExitCode.DONE)


def term(
    marking: Annotated[str, typer.Argument(metavar="TEXT", help="标志原文，例如 秘密★5年。", show_default=False)],
    issued: Annotated[str | None, typer.Option("--issued", metavar="DATE", help="制发日。", show_default=False)] = None,
    on: edge.ON = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
) -> None:
    """解释一个密级标志：密级、期限、届满日、状态和依据。

    示例：xianshen term '秘密★5年' --issued 2012-12-10
    """
    from pipeline.review_json import dumps
    from pipeline.term import explain

    explained = explain(marking, edge.day(issued) if issued else None, edge.day(on))
    if as_json:
        print(dumps(explained.as_json()))
        return
    from workbench.tables import print_term

    print_term(explained)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (check, text, redact, term):
        app.command(cls=Command)(command)
