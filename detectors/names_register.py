"""What kind of paper a text is: official papers use words and numberings of their own, chat and news do not.

The register moves the operating point of the names model: a paper full of law and offices holds many words that
look like names and few names; a line of chat or news holds names without any cue beside them.
"""

from __future__ import annotations

import re

_OFFICIAL = re.compile(
    r"第[一二三四五六七八九十百零\d]+[条章款]|〔\d{4}〕|\[\d{4}\]\d+号|\d{4}年\d{1,2}月\d{1,2}日"
    r"|人民政府|人民法院|检察院|委员会|办公室|领导小组|申请人|当事人|身份证|居民|村民|街道|苏木|嘎查|乡镇|公安|派出所|信访"
    r"|特此|现将|有关规定|本办法|通知|通报|公告|公示|批复|决定书|意见|党委|党组|签发|主持|出席|列席|附件|处罚|审批|职务"
    r"|联系人|负责人|单位|群众|工作|补助|补贴|审核|法律|条例|办理|政策|实施|管理|会议"
)
_TITLE = 24
"""A title in 《》 of so many characters or fewer is a book's; what an office answers in one names its matter."""
_PAPER = re.compile(r"关于|答复|决定|通知|报告|意见|申请|合同|协议|通报|起诉|判决|裁定")
CASUAL = 1.0
"""So much less of a score makes a name in a casual text: a question to the officer, not a cut."""


def is_casual(text: str) -> bool:
    """True when nothing in the text belongs to the register of official papers."""
    return _OFFICIAL.search(text) is None and "\t" not in text


def in_book_title(text: str, start: int, stop: int) -> bool:
    """True inside 《》 of a book, play or film: whom a work is about is no person of the paper."""
    left = text.rfind("《", max(0, start - _TITLE), start)
    if left < 0 or "》" in text[left:start]:
        return False
    right = text.find("》", stop, left + _TITLE + 2)
    return right >= 0 and _PAPER.search(text, left, right) is None
