"""The judge: outcomes, proposals and steps as the contract has them.

Length: one case a row of the policy table.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pipeline.document import Gap, GapReason, Layer, Span
from pipeline.finding import Certainty, Kind
from pipeline.judge import Judgement
from pipeline.proposal import Action, Outcome, ReleaseMode, StepKind
from pipeline.secrecy import Level, MarkingState
from tests.pipeline.drafts import ON, draft, judged, marked, see, stated

ID = "11010519491231002X"
SURE, LIKELY, POSSIBLE = Certainty.SURE, Certainty.LIKELY, Certainty.POSSIBLE
PARTIAL, REFER, WITHHOLD, HALT = (
    Outcome.PARTIAL_RELEASE,
    Outcome.REFER,
    Outcome.WITHHOLD,
    Outcome.HALT,
)


def kinds(judgement: Judgement) -> list[StepKind]:
    """The kinds of the steps, in order."""
    return [step.kind for step in judgement.steps]


# ---- nothing, gaps, information ----------------------------------------------------------------------


def test_a_clean_draft_is_released() -> None:
    """Nothing found, nothing unread: 全文公开, 主动公开, no step."""
    clean = judged(draft("关于做好政务公开工作的通知"))
    assert clean.outcome is Outcome.RELEASE
    assert clean.release_mode is ReleaseMode.PROACTIVE
    assert clean.proposals == ()
    assert clean.steps == ()


@pytest.mark.parametrize("reason", list(GapReason))
def test_any_gap_refers(reason: GapReason) -> None:
    """Whatever was not examined is at least REFER, and a note says so."""
    seen = judged(draft("通知", gaps=[Gap(reason, "第2页")]))
    assert seen.outcome is REFER
    assert any("未能审查" in note for note in seen.notes)


@pytest.mark.parametrize(
    ("kind", "action"),
    [
        (Kind.SECRECY_MENTION, Action.NOTE),
        (Kind.CITATION_REPEALED, Action.NOTE),
        (Kind.PERSON_OFFICIAL, Action.KEEP),
        (Kind.ORG_IDENTIFIER, Action.KEEP),
    ],
)
@pytest.mark.parametrize("certainty", list(Certainty))
def test_information_does_not_bar(kind: Kind, action: Action, certainty: Certainty) -> None:
    """A mention, an official, an office phone, repealed law cited: shown, and the draft is released."""
    document = draft("文中谈及某事，某事再次出现。")
    seen = judged(
        document,
        see(document, kind, "某事", certainty),
        see(document, kind, "某事", certainty, nth=1),
    )
    assert seen.outcome is Outcome.RELEASE
    assert [entry.action for entry in seen.proposals] == [action]
    assert len(seen.proposals[0].findings) == 2
    assert seen.proposals[0].cuts == ()


# ---- markings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [state for state in MarkingState if state.is_live])
def test_a_live_mark_stops_an_uncleared_installation(state: MarkingState) -> None:
    """HALT, code 1, the report within a day, nothing itemised."""
    document = draft("秘密★5年", "张三的电话", "13800001234")
    mark, entry = marked(document, "秘密★5年", state)
    seen = judged(document, mark, see(document, Kind.PI_MOBILE, "13800001234"), markings=[entry])
    assert seen.outcome is HALT
    assert seen.proposals[0].action is Action.WITHHOLD
    assert seen.proposals[0].reason_code == "1"
    assert kinds(seen) == [StepKind.HALT_REPORT]
    assert seen.steps[0].due_on == dt.date(2026, 11, 23)
    assert "保守国家秘密法实施条例-2024/61" in seen.steps[0].basis
    assert not any(proposal.cuts for proposal in seen.proposals)


@pytest.mark.parametrize("state", [state for state in MarkingState if state.is_live])
def test_a_live_mark_within_clearance_bars_the_whole(state: MarkingState) -> None:
    """WITHHOLD, code 1, and no cut that would show the content."""
    document = draft("秘密★5年", "电话", "13800001234")
    mark, entry = marked(document, "秘密★5年", state)
    seen = judged(
        document,
        mark,
        see(document, Kind.PI_MOBILE, "13800001234"),
        markings=[entry],
        cleared=Level.MIMI,
    )
    assert seen.outcome is WITHHOLD
    assert seen.proposals[0].reason_code == "1"
    assert "政府信息公开条例-2019/14" in seen.proposals[0].basis
    assert not any(proposal.cuts for proposal in seen.proposals)
    assert StepKind.HALT_REPORT not in kinds(seen)


@pytest.mark.parametrize(
    ("level", "cleared", "outcome"),
    [
        (Level.MIMI, Level.NONE, HALT),
        (Level.MIMI, Level.MIMI, WITHHOLD),
        (Level.JIMI, Level.MIMI, HALT),
        (Level.JIMI, Level.JIMI, WITHHOLD),
        (Level.JUEMI, Level.JIMI, HALT),
        (Level.JUEMI, Level.JUEMI, WITHHOLD),
        (Level.NONE, Level.NONE, HALT),
    ],
)
def test_clearance_decides_between_stop_and_bar(
    level: Level, cleared: Level, outcome: Outcome
) -> None:
    """A live mark of no known level counts as 秘密."""
    document = draft("密级★5年")
    mark, entry = marked(document, "密级★5年", MarkingState.IN_TERM, level=level)
    assert judged(document, mark, markings=[entry], cleared=cleared).outcome is outcome


def test_an_expired_mark_is_cut_and_referred() -> None:
    """Expired is not public: confirm, declassify; the mark itself goes."""
    document = draft("秘密★5年", "正文")
    mark, entry = marked(
        document, "秘密★5年", MarkingState.EXPIRED, expires_on=dt.date(2017, 12, 10)
    )
    seen = judged(document, mark, markings=[entry])
    assert seen.outcome is REFER
    assert kinds(seen) == [StepKind.CONFIRM_EXPIRY, StepKind.DECLASSIFY]
    assert [cut.span for cut in seen.proposals[0].cuts] == [Span(0, 5)]
    assert seen.proposals[0].action is Action.REMOVE
    assert "保守国家秘密法-2024/24" in seen.proposals[0].basis


def test_the_reckoning_of_a_term_stands_in_the_grounds() -> None:
    """The last day, the assumption, and the articles that bound when the term was reckoned."""
    document = draft("秘密★5年", "正文")
    mark, entry = marked(
        document, "秘密★5年", MarkingState.EXPIRED, expires_on=dt.date(2017, 12, 10)
    )
    entry = replace(
        entry,
        notes=("期限为推定（保守国家秘密法-2024/20）",),
        basis=("保守国家秘密法实施条例-2024/19", "保守国家秘密法-2010/19"),
    )
    (only,) = judged(document, mark, markings=[entry]).proposals
    assert "最后一日为2017年12月10日；期限为推定。" in only.grounds
    assert "保守国家秘密法实施条例-2024/19" in only.basis
    assert "保守国家秘密法-2010/19" not in only.basis


def test_a_lifted_mark_is_cut_and_referred() -> None:
    """解密 stamped: the formalities are checked all the same."""
    document = draft("秘密★5年", "正文")
    mark, entry = marked(document, "秘密★5年", MarkingState.DECLASSIFIED)
    seen = judged(document, mark, markings=[entry])
    assert seen.outcome is REFER
    assert kinds(seen) == [StepKind.DECLASSIFY]
    assert seen.proposals[0].cuts


def test_an_assumed_term_that_has_run_refers() -> None:
    """No term written, the assumed one over: no longer live, but only assumed."""
    document = draft("秘密", "正文")
    mark, entry = marked(
        document, "秘密", MarkingState.TERM_ABSENT, expires_on=dt.date(2015, 1, 1)
    )
    seen = judged(document, mark, markings=[entry])
    assert seen.outcome is REFER
    assert StepKind.CONFIRM_EXPIRY in kinds(seen)


def test_other_cuts_stand_beside_an_expired_mark() -> None:
    """The other tests still run on a declassified draft."""
    document = draft("秘密★5年", f"张三，{ID}")
    mark, entry = marked(document, "秘密★5年", MarkingState.EXPIRED)
    seen = judged(document, mark, see(document, Kind.PI_RESIDENT_ID, ID), markings=[entry])
    assert seen.outcome is REFER
    assert sum(len(proposal.cuts) for proposal in seen.proposals) == 2


def test_a_mark_without_a_judged_term_is_live() -> None:
    """A marking that nobody could judge is treated as in term; a possible one is a question."""
    document = draft("秘密★5年")
    assert judged(document, see(document, Kind.SECRECY_MARKING, "秘密★5年")).outcome is HALT
    assert (
        judged(document, see(document, Kind.SECRECY_MARKING, "秘密★5年", POSSIBLE)).outcome
        is REFER
    )


# ---- handling, process, scope ------------------------------------------------------------------------


def test_a_warning_word_is_withheld_and_asks_for_the_code() -> None:
    """No code is invented, and the word itself is never the basis."""
    document = draft("内部文件 注意保存")
    seen = judged(document, see(document, Kind.HANDLING_INTERNAL, "内部文件"))
    assert seen.outcome is WITHHOLD
    assert seen.proposals[0].reason_code is None
    assert kinds(seen) == [StepKind.REASON_CODE]
    assert any("下次复查不迟于2027-11-22" in note for note in seen.notes)


@pytest.mark.parametrize(
    ("kind", "certainty", "outcome", "code", "step"),
    [
        (Kind.HANDLING_INTERNAL, POSSIBLE, REFER, None, None),
        (Kind.HANDLING_CIRCULATION, SURE, REFER, None, StepKind.REFER),
        (Kind.HANDLING_CONFLICT, SURE, REFER, None, StepKind.REFER),
        (Kind.SECRECY_SCOPE, POSSIBLE, REFER, None, StepKind.REFER),
        (Kind.SECRECY_SCOPE, LIKELY, REFER, None, StepKind.REFER),
        (Kind.DELIBERATIVE, SURE, REFER, "6", StepKind.REFER),
        (Kind.DELIBERATIVE, POSSIBLE, REFER, "6", None),
        (Kind.INTERNAL_AFFAIRS, LIKELY, REFER, "5", StepKind.REFER),
        (Kind.ENFORCEMENT_FILE, LIKELY, REFER, "7", StepKind.REFER),
        (Kind.TRADE_SECRET, LIKELY, REFER, "4", StepKind.THIRD_PARTY),
        (Kind.PUBLIC_SAFETY, POSSIBLE, REFER, "3", StepKind.REFER),
        (Kind.AGGREGATE, LIKELY, REFER, None, None),
        (Kind.HIDDEN, SURE, REFER, None, None),
    ],
)
def test_doubts_are_asked_not_decided(
    kind: Kind, certainty: Certainty, outcome: Outcome, code: str | None, step: StepKind | None
) -> None:
    """Scope hints and the like refer with their code and their addressee, and cut nothing."""
    document = draft("这里有某内容。")
    seen = judged(document, see(document, kind, "某内容", certainty, why="命中词条"))
    assert seen.outcome is outcome
    assert seen.proposals[0].action is Action.ASK
    assert seen.proposals[0].reason_code == code
    assert seen.proposals[0].cuts == ()
    assert "命中词条" in seen.proposals[0].grounds
    assert kinds(seen) == ([step] if step else [])


def test_the_addressee_depends_on_the_question() -> None:
    """Is it a secret: the national or provincial bureau in ten working days; may it be spread: the issuer."""
    document = draft("这里有某内容。")
    secret = judged(document, see(document, Kind.SECRECY_SCOPE, "某内容"))
    assert "省、自治区、直辖市保密行政管理部门" in secret.steps[0].grounds
    assert secret.steps[0].due_on == dt.date(2026, 12, 4)
    issuer = judged(document, see(document, Kind.HANDLING_CIRCULATION, "某内容"))
    assert "发文机关" in issuer.steps[0].grounds
    third = judged(document, see(document, Kind.TRADE_SECRET, "某内容"))
    assert third.steps[0].due_on == dt.date(2026, 12, 11)


def test_a_limit_beyond_the_loaded_year_has_no_day_and_says_why() -> None:
    """No guess: the missing year is named."""
    document = draft("这里有某内容。")
    seen = judged(document, see(document, Kind.TRADE_SECRET, "某内容"), on=dt.date(2026, 12, 25))
    assert seen.steps[0].due_on is None
    assert any("2027年" in note for note in seen.notes)


@pytest.mark.parametrize(
    ("note", "outcome", "mode"),
    [
        ("（此件公开发布）", Outcome.RELEASE, ReleaseMode.PROACTIVE),
        ("（信息公开形式：主动公开）", Outcome.RELEASE, ReleaseMode.PROACTIVE),
        ("（此件依申请公开）", Outcome.RELEASE, ReleaseMode.ON_REQUEST),
        ("（此件不予公开）", WITHHOLD, ReleaseMode.PROACTIVE),
        ("此件作为免予公开信息", WITHHOLD, ReleaseMode.PROACTIVE),
        ("（此件删减后公开）", REFER, ReleaseMode.PROACTIVE),
        ("公开属性：全文公开 删减后公开 不予公开", REFER, ReleaseMode.PROACTIVE),
    ],
)
@pytest.mark.parametrize("is_found", [True, False])
def test_a_release_note_means_what_it_says(
    note: str, outcome: Outcome, mode: ReleaseMode, is_found: bool
) -> None:
    """Seen by a detector or only read into the metadata, the result is the same."""
    document = draft("通知", note)
    found = [see(document, Kind.HANDLING_RELEASE_NOTE, note)] if is_found else []
    seen = judged(document, *found, metadata=stated(release_note=note.strip("（）")))
    assert seen.outcome is outcome
    assert seen.release_mode is mode


@pytest.mark.parametrize(
    ("genre", "outcome", "mode"),
    [
        ("请示", REFER, ReleaseMode.ON_REQUEST),
        ("函", Outcome.RELEASE, ReleaseMode.ON_REQUEST),
        ("报告", Outcome.RELEASE, ReleaseMode.ON_REQUEST),
        ("通知", Outcome.RELEASE, ReleaseMode.PROACTIVE),
        ("公告", Outcome.RELEASE, ReleaseMode.PROACTIVE),
    ],
)
def test_the_genre_speaks_where_no_finding_does(
    genre: str, outcome: Outcome, mode: ReleaseMode
) -> None:
    """A 请示 is deliberative; a 函 or 报告 is not barred by its genre."""
    document = draft("某文")
    seen = judged(document, metadata=stated(genre=genre))
    assert (seen.outcome, seen.release_mode) == (outcome, mode)
    hinted = judged(
        document, see(document, Kind.DELIBERATIVE, "某文", POSSIBLE), metadata=stated(genre=genre)
    )
    assert hinted.outcome is (REFER if genre not in ("函", "报告") else Outcome.RELEASE)


def test_a_public_consultation_draft_is_a_note() -> None:
    """征求意见稿 sent to the public may be public; the same words inside the office are not."""
    public = draft("某办法（征求意见稿）", "现向社会公开征求意见。")
    inside = draft("某办法（征求意见稿）", "请各科室研提意见。")
    assert judged(public, see(public, Kind.DELIBERATIVE, "征求意见稿")).outcome is Outcome.RELEASE
    assert judged(inside, see(inside, Kind.DELIBERATIVE, "征求意见稿")).outcome is REFER


def test_joint_issuers_are_asked() -> None:
    """The others consent before publication; on request they have 15 working days."""
    joint = judged(draft("通知"), metadata=stated(issuer="甲局、乙局"))
    assert joint.outcome is REFER
    assert kinds(joint) == [StepKind.CO_ISSUER]
    request = judged(
        draft("通知"), metadata=stated(issuer="甲局、乙局", release_note="依申请公开")
    )
    assert dt.date(2026, 12, 11) in [step.due_on for step in request.steps]
    assert judged(draft("通知"), metadata=stated(issuer="甲局")).outcome is Outcome.RELEASE


def test_a_picture_that_was_read_is_checked_by_a_person() -> None:
    """Text from a picture gives the step ocr_check."""
    seen = judged(draft("图中文字", layer=Layer.PICTURE))
    assert kinds(seen) == [StepKind.OCR_CHECK]


def test_a_forwarded_document_is_at_least_as_strict_as_the_original() -> None:
    """A note reminds of it."""
    seen = judged(draft("转发"), metadata=stated(title="关于转发某办法的通知"))
    assert any("转发" in note for note in seen.notes)


# ---- personal information ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_personal])
@pytest.mark.parametrize("certainty", [SURE, LIKELY])
def test_personal_information_is_cut(kind: Kind, certainty: Certainty) -> None:
    """Every pi kind that is sure or likely is removed or masked, with a code and an article in force."""
    document = draft("甲方某人资料甲乙丙丁戊己庚辛")
    seen = judged(document, see(document, kind, "甲乙丙丁戊己庚辛", certainty))
    assert seen.outcome is PARTIAL
    (only,) = seen.proposals
    assert only.action in (Action.REMOVE, Action.MASK)
    assert len(only.cuts) == 1
    assert only.reason_code in ("2", "4")
    assert only.basis


@pytest.mark.parametrize(
    ("words", "action"),
    [("1938年", Action.KEEP), ("六二年", Action.KEEP), ("1938年5月", Action.ASK)],
)
def test_a_year_of_birth_alone_is_kept(words: str, action: Action) -> None:
    """It says as much as an age; a month more is a question."""
    document = draft(f"其父生于{words}，务农")
    seen = judged(document, see(document, Kind.PI_BIRTH_DATE, words, POSSIBLE))
    assert [entry.action for entry in seen.proposals] == [action]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_personal])
def test_a_possible_identifier_is_one_question_for_all(kind: Kind) -> None:
    """Twenty doubtful names are one proposal, so that an officer is not drowned; the case refers."""
    document = draft("".join(f"某甲{number:02}；" for number in range(20)))
    found = [see(document, kind, f"某甲{number:02}"[1:], POSSIBLE) for number in range(20)]
    seen = judged(document, *found)
    assert seen.outcome is REFER
    assert [entry.action for entry in seen.proposals] == [Action.ASK]
    assert len(seen.proposals[0].findings) == 20


@pytest.mark.parametrize(
    ("why", "kind", "code", "ref"),
    [
        ("未成年学生", Kind.PI_MINOR, "2", "未成年人保护法-2024/103"),
        ("犯罪记录封存", Kind.PI_MINOR, "2", "预防未成年人犯罪法-2020/59"),
        ("艾滋病感染者", Kind.PI_PROTECTED, "2", "艾滋病防治条例-2019/39"),
        ("艾滋病感染者", Kind.PI_HEALTH, "2", "艾滋病防治条例-2019/39"),
        ("强制隔离戒毒人员", Kind.PI_PROTECTED, "2", "戒毒条例-2018/7"),
        ("精神障碍患者", Kind.PI_HEALTH, "2", "精神卫生法-2018/4.3"),
        ("举报人", Kind.PI_PROTECTED, "2", "监察法-2024/74(3)"),
        ("家庭暴力受害人", Kind.PI_PROTECTED, "2", "反家庭暴力法-2016/5"),
        ("性骚扰受害人", Kind.PI_PROTECTED, "2", "妇女权益保障法-2022/24"),
        ("纳税人", Kind.PI_PROTECTED, "2", "税收征收管理法-2015/8"),
        ("普查对象", Kind.PI_PROTECTED, "2", "统计法-2024/28"),
        ("居住证持有人", Kind.PI_PROTECTED, "2", "居住证暂行条例-2016/17"),
        ("遇难者", Kind.PI_PROTECTED, "2", "突发事件应对法-2024/84"),
        ("病情", Kind.PI_HEALTH, "4", "个人信息保护法-2021/28"),
        ("某种身份", Kind.PI_PROTECTED, "4", "个人信息保护法-2021/28"),
    ],
)
def test_a_protected_person_is_cut_under_the_law_that_protects(
    why: str, kind: Kind, code: str, ref: str
) -> None:
    """Code 2 with the special law where the reason names it, else code 4."""
    document = draft("某某情况说明")
    (only,) = judged(document, see(document, kind, "情况", why=why)).proposals
    assert only.reason_code == code
    assert ref in only.basis
    assert only.action is Action.REMOVE


@pytest.mark.parametrize(
    "layer", [Layer.METADATA, Layer.HIDDEN, Layer.COMMENT, Layer.REVISION, Layer.ANNOTATION]
)
def test_a_name_outside_the_page_is_removed_whole(layer: Layer) -> None:
    """No mask where nobody reads: an author, a comment, a revision."""
    document = draft("张三", layer=layer)
    (only,) = judged(
        document, see(document, Kind.PI_NAME, "张三"), metadata=stated(title="低保对象公示")
    ).proposals
    assert only.action is Action.REMOVE
    assert only.cuts[0].mask is None


@pytest.mark.parametrize(
    ("title", "ref"),
    [
        ("2026年第三季度城乡低保对象公示", "社会救助暂行办法-2019/61"),
        ("耕地地力保护补贴发放名单", "政府信息公开条例-2019/20(11)"),
        ("某村征地补偿款分配公示", "政府信息公开条例-2019/21"),
        ("2026年公务员拟录用人员公示", "政府信息公开条例-2019/20(14)"),
        ("不动产首次登记公告", "政府信息公开条例-2019/20(5)"),
        ("关于公布失信被执行人名单的公告", "失信名单规定-2017/6"),
    ],
)
def test_names_stay_in_lists_the_law_wants_public(title: str, ref: str) -> None:
    """By a cited exception, with an impact assessment; everything else about the person is cut."""
    document = draft(title, ("姓名", "电话", "住址"), ("张三", "13800001234", "巴彦镇3组12号"))
    seen = judged(
        document,
        see(document, Kind.PI_NAME, "张三"),
        see(document, Kind.PI_MOBILE, "13800001234"),
        see(document, Kind.PI_ADDRESS, "巴彦镇3组12号"),
        metadata=stated(title=title),
    )
    by_action = {entry.action: entry for entry in seen.proposals}
    assert ref in by_action[Action.KEEP].basis
    assert sum(len(entry.cuts) for entry in seen.proposals) == 2
    assert seen.outcome is PARTIAL
    assert StepKind.IMPACT_ASSESSMENT in kinds(seen)


def test_a_guardian_is_masked_where_the_listed_stay() -> None:
    """The exception is for those whom the list is about."""
    title = "低保对象公示"
    document = draft(title, ("姓名", "监护人"), ("张三", "李四"))
    seen = judged(
        document,
        see(document, Kind.PI_NAME, "张三"),
        see(document, Kind.PI_NAME, "李四"),
        metadata=stated(title=title),
    )
    assert [entry.action for entry in seen.proposals] == [Action.MASK, Action.KEEP]


def test_the_same_name_is_masked_in_an_ordinary_notice() -> None:
    """No exception without a list."""
    document = draft("关于某事的通知", ("姓名",), ("张三",))
    (only,) = judged(
        document, see(document, Kind.PI_NAME, "张三"), metadata=stated(title="关于某事的通知")
    ).proposals
    assert only.cuts[0].mask == "name"


def test_only_the_punished_stay_in_a_decision() -> None:
    """The witness is masked, the party stays."""
    document = draft("行政处罚决定书", "当事人：张三。", "证人李四作证。")
    seen = judged(
        document,
        see(document, Kind.PI_NAME, "张三"),
        see(document, Kind.PI_NAME, "李四"),
        metadata=stated(title="行政处罚决定书"),
    )
    kept = next(entry for entry in seen.proposals if entry.action is Action.KEEP)
    masked = next(entry for entry in seen.proposals if entry.action is Action.MASK)
    assert document.text[masked.cuts[0].span.start : masked.cuts[0].span.stop] == "李四"
    assert "行政处罚法-2021/48" in kept.basis


def test_nothing_but_the_name_of_the_punished_stays() -> None:
    """Address, number and telephone are removed whole, not masked."""
    document = draft("行政处罚决定书", f"当事人：张三，{ID}，13800001234，巴彦镇3组12号。")
    seen = judged(
        document,
        see(document, Kind.PI_RESIDENT_ID, ID),
        see(document, Kind.PI_MOBILE, "13800001234"),
        see(document, Kind.PI_ADDRESS, "巴彦镇3组12号"),
        metadata=stated(title="行政处罚决定书"),
    )
    assert {entry.action for entry in seen.proposals} == {Action.REMOVE}


def test_the_number_of_a_dishonest_debtor_stays_by_exception() -> None:
    """失信 lists must carry it; the proposal says that courts mask the middle."""
    title = "关于公布失信被执行人名单的公告"
    document = draft(title, ("姓名", "证号"), ("张三", ID))
    seen = judged(document, see(document, Kind.PI_RESIDENT_ID, ID), metadata=stated(title=title))
    assert seen.proposals[0].action is Action.KEEP
    assert "条文尚待核对" in seen.proposals[0].grounds
    assert StepKind.IMPACT_ASSESSMENT in kinds(seen)


def test_numbers_in_lists_get_the_prescribed_masks() -> None:
    """永安: 2 + 13 + 3 and 3 + 4."""
    title = "低保对象公示"
    document = draft(title, ("证号", "电话"), (ID, "13800001234"))
    seen = judged(
        document,
        see(document, Kind.PI_RESIDENT_ID, ID),
        see(document, Kind.PI_MOBILE, "13800001234"),
        metadata=stated(title=title),
    )
    assert {cut.mask for entry in seen.proposals for cut in entry.cuts} == {"id_2_3", "phone_3_4"}


def test_a_minor_stays_in_no_list() -> None:
    """The exception does not reach protected persons: same subject, or the same words."""
    title = "社会救助对象公示"
    document = draft(title, ("姓名", "备注"), ("张小明", "孤儿"))
    seen = judged(
        document,
        see(document, Kind.PI_NAME, "张小明", subject="p1"),
        see(document, Kind.PI_MINOR, "孤儿", subject="p1"),
        metadata=stated(title=title),
    )
    assert not any(entry.action is Action.KEEP for entry in seen.proposals)


def test_a_doubtful_name_before_an_identifier_is_cut_and_asked() -> None:
    """人员某某，护照号码…: nobody states that of an official; without it, or of the next person, it stays a question."""
    document = draft(f"现有人员张三，证号{ID}。", f"王五陪同李四，证号{ID}。", "赵六在场。")
    seen = judged(
        document,
        see(document, Kind.PI_RESIDENT_ID, ID),
        see(document, Kind.PI_RESIDENT_ID, ID, nth=1),
        *(
            see(document, Kind.PI_NAME, name, POSSIBLE)
            for name in ("张三", "李四", "王五", "赵六")
        ),
    )
    masked = [e for e in seen.proposals if e.action is Action.MASK]
    cut = {document.text[c.span.start : c.span.stop] for e in masked for c in e.cuts}
    assert cut == {"张三", "李四"}
    assert {entry.outcome for entry in masked} == {REFER}
    assert seen.outcome is REFER


def test_a_lone_doubtful_word_in_a_law_is_a_note() -> None:
    """Written in articles and no other personal information: not worth a referral; beside a number it is."""
    articles = [f"第{n}条 国家依法管理。" for n in "一二三四五六七八九"]
    law, letter = (
        draft(*articles, "施行于今。", "13800001234"),
        draft("国家依法管理。", "施行于今。"),
    )
    assert judged(law, see(law, Kind.PI_NAME, "施行", POSSIBLE)).outcome is Outcome.RELEASE
    assert judged(letter, see(letter, Kind.PI_NAME, "施行", POSSIBLE)).outcome is REFER
    phone = see(law, Kind.PI_MOBILE, "13800001234")
    assert judged(law, phone, see(law, Kind.PI_NAME, "施行", POSSIBLE)).outcome is REFER
    assert judged(law, see(law, Kind.PI_NAME, "施行", LIKELY)).outcome is PARTIAL


def test_both_readings_of_a_name_are_a_question() -> None:
    """Official or private: the officer decides, and sees it first."""
    document = draft(f"张三，电话13800001234，证号{ID}")
    seen = judged(
        document,
        see(document, Kind.PI_MOBILE, "13800001234"),
        see(document, Kind.PI_NAME, "张三"),
        see(document, Kind.PERSON_OFFICIAL, "张三"),
    )
    assert seen.outcome is REFER
    assert seen.proposals[0].action is Action.ASK


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.PI_NAME, "张某某"),
        (Kind.PI_MOBILE, "138****1234"),
        (Kind.PI_RESIDENT_ID, "35*************123"),
        (Kind.PI_BANK_CARD, "6222********1234"),
    ],
)
def test_what_the_draft_has_masked_is_left_alone(kind: Kind, value: str) -> None:
    """Masked already: kept as it is."""
    document = draft(f"甲：{value}。")
    seen = judged(document, see(document, kind, value))
    assert seen.outcome is Outcome.RELEASE
    assert seen.proposals[0].action is Action.KEEP


def test_what_stands_in_the_file_name_is_not_cut_from_the_text() -> None:
    """The span of such a finding marks the beginning of the text only: a person renames the file."""
    document = draft("关于某事的通知")
    found = replace(see(document, Kind.PI_NAME, "关于"), place="文件名")
    seen = judged(document, found)
    assert seen.outcome is REFER
    assert seen.proposals[0].action is Action.ASK
    assert seen.proposals[0].cuts == ()
    assert "更改文件名" in seen.proposals[0].grounds


def test_warning_words_on_one_line_are_one_proposal() -> None:
    """内部文件 and 注意保存 beside each other: the code is chosen once."""
    document = draft("内部文件 注意保存", "正文", "内部资料")
    seen = judged(
        document,
        see(document, Kind.HANDLING_INTERNAL, "内部文件"),
        see(document, Kind.HANDLING_INTERNAL, "注意保存"),
        see(document, Kind.HANDLING_INTERNAL, "内部资料"),
    )
    assert sorted(len(entry.findings) for entry in seen.proposals) == [1, 2]


# ---- proposals ---------------------------------------------------------------------------------------


def test_the_same_value_is_one_proposal_with_every_cut() -> None:
    """An officer decides about a person's name once."""
    document = draft("张三来访。", "张三离开。", "李四来访。")
    seen = judged(
        document,
        see(document, Kind.PI_NAME, "张三"),
        see(document, Kind.PI_NAME, "张三", nth=1),
        see(document, Kind.PI_NAME, "李四"),
    )
    assert sorted(len(entry.cuts) for entry in seen.proposals) == [1, 2]


def test_a_column_of_a_list_is_one_proposal() -> None:
    """Two hundred telephone numbers under one head are decided together."""
    rows = [(f"张{n:03}", f"1380000{n:04}") for n in range(200)]
    document = draft(("姓名", "电话"), *rows)
    found = [see(document, Kind.PI_MOBILE, phone) for _, phone in rows]
    (only,) = judged(document, *found).proposals
    assert len(only.cuts) == 200
    assert len(only.findings) == 200


def test_overlapping_cuts_become_one() -> None:
    """A number inside a longer number, a name inside an address: one cut, one decision, nothing shown of the inner."""
    document = draft("住巴彦镇张三家3组12号。")
    seen = judged(
        document,
        see(document, Kind.PI_ADDRESS, "巴彦镇张三家3组12号"),
        see(document, Kind.PI_NAME, "张三"),
        see(document, Kind.PI_RESIDENT_ID, "家3组12号。"),
    )
    (only,) = seen.proposals
    assert [cut.span for cut in only.cuts] == [Span(1, 13)]
    assert len(only.findings) == 3
    assert only.cuts[0].mask is None


def test_an_inner_cut_that_the_outer_mask_hides_leaves_the_mask() -> None:
    """巴彦镇*** hides the name as well."""
    document = draft("住巴彦镇张三家3组12号。")
    seen = judged(
        document,
        see(document, Kind.PI_ADDRESS, "巴彦镇张三家3组12号"),
        see(document, Kind.PI_NAME, "张三"),
    )
    assert [cut.mask for cut in seen.proposals[0].cuts] == ["address"]
    shown = judged(
        document,
        see(document, Kind.PI_ADDRESS, "巴彦镇张三家3组12号"),
        see(document, Kind.PI_NAME, "巴彦"),
    )
    assert [cut.mask for cut in shown.proposals[0].cuts] == [None]


def test_grounds_carry_the_reason_and_never_the_text() -> None:
    """`why` is in the grounds of its proposal; the value is nowhere."""
    document = draft(f"张三，{ID}")
    seen = judged(document, see(document, Kind.PI_RESIDENT_ID, ID, why="校验码正确的十八位号码"))
    assert "校验码正确的十八位号码" in seen.proposals[0].grounds
    assert ID not in repr(seen)
    assert "张三" not in repr(seen)


def test_the_notes_say_which_layer_bound() -> None:
    """A record tells national rules from local ones."""
    assert judged(draft("通知")).notes[0] == "规则层级：国家规定；本件适用：国家规定。"


@pytest.mark.parametrize(
    "on", [dt.date(2026, 11, 22), dt.date(2020, 6, 1), dt.date(2018, 6, 1), dt.date(2012, 6, 1)]
)
def test_an_earlier_day_is_judged_by_the_law_of_that_day(on: dt.date) -> None:
    """The old 条例 before 2019-05-15, and never law that came later."""
    document = draft(f"张三，{ID}")
    (only,) = judged(document, see(document, Kind.PI_RESIDENT_ID, ID), on=on).proposals
    expected = (
        "政府信息公开条例-2019/15" if on >= dt.date(2019, 5, 15) else "政府信息公开条例-2007/14(4)"
    )
    assert expected in only.basis
    assert ("个人信息保护法-2021/25" in only.basis) == (on >= dt.date(2021, 11, 1))


def test_a_day_without_any_law_refers() -> None:
    """No article in force: nothing is claimed, a person decides."""
    document = draft(f"张三，{ID}")
    seen = judged(document, see(document, Kind.PI_RESIDENT_ID, ID), on=dt.date(2001, 1, 1))
    assert seen.outcome is REFER
    assert "没有可引用的有效依据" in seen.proposals[0].grounds


def test_the_same_observation_gives_the_same_judgement() -> None:
    """Ids and order do not depend on anything but content."""
    document = draft(f"张三，{ID}，13800001234")
    found = [
        see(document, Kind.PI_NAME, "张三"),
        see(document, Kind.PI_RESIDENT_ID, ID),
        see(document, Kind.PI_MOBILE, "13800001234"),
    ]
    assert judged(document, *found) == judged(document, *found)
    assert judged(document, *found, on=ON).outcome is PARTIAL
