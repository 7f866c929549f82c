"""Chinese words for the codes of a review: one list each, read by every record, letter and page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.document import GapReason, Layer
from pipeline.finding import Kind
from pipeline.proposal import REASON_CODES, Action, Outcome, StepKind
from pipeline.secrecy import Level, MarkingState

STAMP_UNSIGNED = "草稿·未签署"
STAMP_PARTLY_SIGNED = "未完成签署"
NOT_STATED = "未标注"
TICKED, EMPTY = "☑", "□"

GAP_REASONS: dict[str, str] = {
    GapReason.UNREADABLE_TEXT: "文字无法识读",
    GapReason.GARBLED_TEXT: "文字乱码",
    GapReason.PICTURE_NOT_READ: "图片未能识读",
    GapReason.ENCRYPTED: "文件已加密",
    GapReason.DAMAGED: "文件已损坏",
    GapReason.UNSUPPORTED_FORMAT: "格式暂不支持",
    GapReason.EMBEDDED_OBJECT: "嵌入对象未审查",
    GapReason.LIMIT: "超出处理限额",
    GapReason.DETECTOR_FAILED: "检测未完成",
    GapReason.CONVERTER_MISSING: "缺少转换组件",
    GapReason.HIDDEN_LAYER: "隐藏层未审查",
}
"""Why something was not examined."""

GAP_ADVICE: dict[str, str] = {
    GapReason.UNREADABLE_TEXT: "由人工对照原件逐页审查",
    GapReason.GARBLED_TEXT: "向起草单位索取未损坏的原文后重新审查",
    GapReason.PICTURE_NOT_READ: "由人工逐图审查",
    GapReason.ENCRYPTED: "取得密码解密或索取未加密的副本后重新审查",
    GapReason.DAMAGED: "索取完好的文件后重新审查",
    GapReason.UNSUPPORTED_FORMAT: "转换为 docx、pdf 等格式后重新审查",
    GapReason.EMBEDDED_OBJECT: "取出嵌入对象单独审查或删去",
    GapReason.LIMIT: "拆分文件后重新审查",
    GapReason.DETECTOR_FAILED: "重新审查；仍未完成的由人工审查",
    GapReason.CONVERTER_MISSING: "安装转换组件或转换格式后重新审查",
    GapReason.HIDDEN_LAYER: "显示全部隐藏内容后由人工审查",
}
"""What a person does about it."""

STEP_KINDS: dict[str, str] = {
    StepKind.DECLASSIFY: "办理解密手续",
    StepKind.CONFIRM_EXPIRY: "核实保密期限届满",
    StepKind.THIRD_PARTY: "征求第三方意见",
    StepKind.CO_ISSUER: "征得联合行文机关书面同意",
    StepKind.REFER: "报请有关部门确定",
    StepKind.REASON_CODE: "选定不予公开理由",
    StepKind.IMPACT_ASSESSMENT: "个人信息保护影响评估",
    StepKind.OCR_CHECK: "核对图片识别结果",
    StepKind.HALT_REPORT: "停止处理并报告",
}
"""What must be done before a case can end."""

MARKING_STATES: dict[str, str] = {
    MarkingState.IN_TERM: "保密期限内",
    MarkingState.EXPIRES_SOON: "即将届满",
    MarkingState.EXPIRED: "期限已满",
    MarkingState.LONG_TERM: "长期保密",
    MarkingState.CONDITIONAL: "附条件",
    MarkingState.TERM_ABSENT: "未标期限",
    MarkingState.UNDATED: "制发日不明",
    MarkingState.DECLASSIFIED: "已解密",
    MarkingState.ANOMALOUS: "标志异常",
}
"""What a marking means on the day of the review."""

LAYERS: dict[str, str] = {
    Layer.BODY: "正文",
    Layer.HEADER: "页眉",
    Layer.FOOTER: "页脚",
    Layer.NOTE: "注释",
    Layer.COMMENT: "批注",
    Layer.REVISION: "修订",
    Layer.TEXTBOX: "文本框",
    Layer.TABLE: "表格",
    Layer.HIDDEN: "隐藏文字",
    Layer.METADATA: "文档属性",
    Layer.ANNOTATION: "注解",
    Layer.PICTURE: "图片",
    Layer.ATTACHMENT: "附件",
}
"""Where in a file a finding stands."""

VERDICTS: dict[str, str] = {
    "accept": "同意",
    "reject": "不采纳",
    "amend": "修改后采纳",
    "added": "人工增加",
}
"""What a person decided about a proposal."""
REMOVED = "整体移除"
"""What was done with a picture or object that nobody read."""

ACTS: dict[str, str] = {"returned": "退回", "withdrawn": "撤回", "released": "公开"}
"""Acts that need no more words."""

LEDGER: dict[str, str] = {
    "home.opened": "建立数据目录", "home.restored": "恢复备份", "backup.made": "备份",
    "person.added": "增加人员", "person.disabled": "停用人员", "person.enabled": "启用人员",
    "person.password": "修改口令", "person.role": "变更角色", "person.unlocked": "解除锁定",
    "login.refused": "登录被拒绝", "login.locked": "账号锁定", "session.opened": "登录", "session.closed": "退出登录",
    "session.refused": "会话被拒绝", "token.added": "签发令牌", "token.revoked": "作废令牌", "token.refused": "令牌被拒绝",
    "case.opened": "立案", "case.halted": "停止处理", "case.decided": "处理建议", "case.cut": "人工增加删减",
    "case.gap": "答复待办", "case.status": "确定公开属性", "case.signed": "签署", "case.returned": "退回",
    "case.withdrawn": "撤回", "case.released": "公开", "case.clock": "答复计时", "case.path": "征求意见等事项",
    "case.carried": "沿用此前的登记", "case.erased": "销毁案卷", "act.refused": "办理被拒绝", "read.refused": "查看被拒绝",
    "gate.allowed": "关口放行", "gate.refused": "关口拒绝", "ledger.checkpoint": "签发检查点",
    "clock.refused": "时钟回拨，停止办理",
}  # fmt: skip
"""Entries of the ledger, by kind."""

CLOCK: dict[str, str] = {
    "start": "收到公开申请，开始计算答复期限",
    "suspend": "中止计算答复期限",
    "resume": "恢复计算答复期限",
    "extend": "延长答复期限",
    "stop": "作出答复",
}
PAUSES: dict[str, str] = {
    "third_party": "征求第三方意见",
    "organ": "征求其他机关意见",
    "correction": "告知申请人补正",
}
"""What happens to the clock of a reply, and why it is stopped for a while."""

RELEASE_STATUSES = ("全文公开", "删减后公开", "不予公开", "待确定")
CLOSED_STATUSES = ("不予公开", "停止处理")
"""公开属性 that leave no 公开方式 to choose."""
RELEASE_MODES = ("主动公开", "依申请公开")

CONCLUSIONS: dict[str, str] = {
    "release": "经审查，未发现不应公开的内容，建议全文公开。",
    "partial_release": "经审查，部分内容不应公开，建议按所附清单删减后公开。",
    "refer": "暂不能确定是否可以公开，须办结所列事项后再作决定，此前不得公开。",
    "withhold": "经审查，建议不予公开。",
    "halt": "发现未解除的国家秘密标志，超出本机处理权限，已停止处理。请立即停止使用本机处理该文件，"
    "按保密规定报告。",
}
"""What the machine proposes, by outcome."""

_CLEAR = "经保密审查，内容不涉及国家秘密、工作秘密、商业秘密和个人隐私，"
STOCK_OPINIONS: dict[tuple[str, str], str] = {
    ("全文公开", "主动公开"): _CLEAR + "{verb}主动公开。",
    ("全文公开", "依申请公开"): _CLEAR + "{verb}依申请公开。",
    ("删减后公开", "主动公开"): "经保密审查，对不应公开的内容作删减处理，{verb}删减后主动公开。",
    (
        "删减后公开",
        "依申请公开",
    ): "经保密审查，对不应公开的内容作删减处理，{verb}删减后依申请公开。",
    ("不予公开", ""): "经保密审查，属于依法不予公开的情形，{verb}不予公开。",
    ("待确定", ""): "经保密审查，不能确定是否可以公开，{verb}报请确定，暂缓公开。",
}
"""Opinions in the offices' stock wording, by 公开属性 and 公开方式."""
OPINION_VERBS = ("建议", "拟同意", "同意")
"""The handler proposes, the office agrees in draft, the approver agrees (第十二条)."""


OUTCOMES: dict[str, str] = {outcome.code: outcome.release_status for outcome in Outcome}
"""公开属性 by outcome code; the words themselves are `Outcome.release_status`."""

_LEVELS = {level.name: level.label for level in Level}
_KINDS = {kind.value: kind.label for kind in Kind}
_ACTIONS = {action.value: action.label for action in Action}


def gap_reason(code: str) -> str:
    """Chinese reason of a gap; an unknown code is shown as it is."""
    return GAP_REASONS.get(code, code)


def coverage(gaps: Sequence[Mapping[str, Any]]) -> str:
    """How much of a file was read: `whole`, `part`, or `nothing` where a gap covers all of it (place 全文)."""
    if any(str(gap.get("place", "")).startswith("全文") for gap in gaps):
        return "nothing"
    return "part" if gaps else "whole"


def gap_advice(code: str) -> str:
    """What to do about a gap; an unknown reason is for a person."""
    return GAP_ADVICE.get(code, "由人工审查")


def step_kind(code: str) -> str:
    """Chinese name of a step."""
    return STEP_KINDS.get(code, code)


def marking_state(code: str) -> str:
    """Chinese name of a marking's state."""
    return MARKING_STATES.get(code, code)


def level(code: str) -> str:
    """密级 as printed on paper."""
    return _LEVELS.get(code, code)


def kind(code: str) -> str:
    """Chinese name of a kind of findings, or of a gap that was taken out whole."""
    return _KINDS.get(code) or gap_reason(code)


def layer(code: str) -> str:
    """Chinese name of a layer."""
    return LAYERS.get(code, code)


def action(code: str) -> str:
    """Chinese name of an action."""
    return _ACTIONS.get(code, code)


def outcome(code: str) -> str:
    """公开属性 that belongs to an outcome."""
    return OUTCOMES.get(code, code)


def reason(code: str | None) -> str:
    """`4 保护第三方合法权益`; without a code the officer has still to choose one."""
    if code is None:
        return "理由待选定"
    return f"{code} {REASON_CODES[code]}" if code in REASON_CODES else code


def opinion(release_status: str, release_mode: str, verb: str = OPINION_VERBS[-1]) -> str:
    """The stock opinion, empty where none is written for the pair."""
    found = STOCK_OPINIONS.get((release_status, release_mode))
    return (found or STOCK_OPINIONS.get((release_status, ""), "")).format(verb=verb)
