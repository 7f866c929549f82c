"""Birth dates, plates, accounts and certificates in the spellings of drafts: each gives its kind, whole."""

from __future__ import annotations

import pytest

from tests.detectors.test_language import findings

FORMS = [
    ("张三(男，1985年3月7日生)", [("pi.birth_date", "1985年3月7日")]),
    ("李四，女，1985.3.7出生，汉族", [("pi.birth_date", "1985.3.7")]),
    ("王五，男，一九八五年三月七日出生", [("pi.birth_date", "一九八五年三月七日")]),
    ("赵六，1990年10月出生，小学文化", [("pi.birth_date", "1990年10月")]),
    ("出生年月：199010，民族：汉", [("pi.birth_date", "199010")]),
    ("出生日期 1985/03/07 性别 男", [("pi.birth_date", "1985/03/07")]),
    ("孩子生日是2015年6月1日，就读于某小学", [("pi.birth_date", "2015年6月1日")]),
    ("患儿出生时间：2023年5月4日12时30分", [("pi.birth_date", "2023年5月4日")]),
    ("生于1950年农历八月十五的张某", [("pi.birth_date", "1950年农历八月十五")]),
    ("系85年3月生人", [("pi.birth_date", "85年3月")]),
    ("其子（2010-09-01生）随母生活", [("pi.birth_date", "2010-09-01")]),
    ("出生：民国三十五年五月", [("pi.birth_date", "民国三十五年五月")]),
    ("出生日期：19850307", [("pi.birth_date", "19850307")]),
    ("驾驶蒙A·12345号小型轿车", [("pi.plate", "蒙A·12345")]),
    ("驾驶车牌号为蒙AD12345的新能源车", [("pi.plate", "蒙AD12345")]),
    ("车号京A 8E987", [("pi.plate", "京A 8E987")]),
    ("粤Z1234港入境", [("pi.plate", "粤Z1234港")]),
    ("号牌蒙a12345", [("pi.plate", "蒙a12345")]),
    ("冀B12345挂重型半挂车", [("pi.plate", "冀B12345挂")]),
    ("鄂A-F12345纯电动", [("pi.plate", "鄂A-F12345")]),
    ("沪AFK1234与川A12345D相撞", [("pi.plate", "沪AFK1234"), ("pi.plate", "川A12345D")]),
    ("车辆：蒙L88888/蒙L0001挂", [("pi.plate", "蒙L88888"), ("pi.plate", "蒙L0001挂")]),
    ("WJ蒙1234X车辆", [("pi.plate", "WJ蒙1234X")]),
    ("加微信zhangsan_88咨询", [("pi.wechat", "zhangsan_88")]),
    ("微信号：wxid_abc123def456", [("pi.wechat", "wxid_abc123def456")]),
    ("V信号lm880612", [("pi.wechat", "lm880612")]),
    ("vx:abc-12345", [("pi.wechat", "abc-12345")]),
    ("添加对方微信（xiaoli2020）后", [("pi.wechat", "xiaoli2020")]),
    ("QQ号123456789", [("pi.qq", "123456789")]),
    ("QQ：2351234567", [("pi.qq", "2351234567")]),
    ("其QQ号码为87654321，昵称", [("pi.qq", "87654321")]),
    ("联系QQ12345678", [("pi.qq", "12345678")]),
    ("微信13947812345同号", [("pi.mobile", "13947812345")]),
    ("家庭电话0478-8212345", [("pi.landline", "0478-8212345")]),
    ("住宅电话：8212345", [("pi.landline", "8212345")]),
    ("当事人固定电话(0471)6543210", [("pi.landline", "(0471)6543210")]),
    ("邮箱zhangsan@163.com", [("pi.email", "zhangsan@163.com")]),
    ("邮箱：li.si_99@qq.com收", [("pi.email", "li.si_99@qq.com")]),
    ("电子邮件地址为wang5＠126．com", [("pi.email", "wang5＠126．com")]),
    ("护照E12345678号", [("pi.passport", "E12345678")]),
    ("往来港澳通行证C12345678", [("pi.travel_permit", "C12345678")]),
    ("军官证号军字第2001988号", [("pi.military_id", "军字第2001988号")]),
    (
        "不动产权证书号：蒙（2021）临河区不动产权第0012345号",
        [("pi.property_certificate", "蒙（2021）临河区不动产权第0012345号")],
    ),
    ("房产证号临房权证字第20123456号", [("pi.property_certificate", "临房权证字第20123456号")]),
    ("土地证国用（2009）第1234号", [("pi.property_certificate", "国用（2009）第1234号")]),
    ("开户行农行，账号6228480402564890018", [("pi.bank_card", "6228480402564890018")]),
    ("存折账号05-123456789012345", [("pi.bank_account", "05-123456789012345")]),
]
NONE = [
    "请考生于3月5日到校，新生于9月1日报到",
    "事故发生于2024年3月5日，效益产生于2023年",
    "公司成立于1985年3月7日，条例自2019年5月15日起施行",
    "该产品生产日期2024年3月7日，产生于2020年",
    "蒙A***45号车",
    "关注微信公众号bynrfabu查看",
    "监督电话：0478-8212345",
    "投稿邮箱xxgk@163.com",
]


@pytest.mark.parametrize(("text", "expected"), FORMS, ids=[text for text, _ in FORMS])
def test_a_spelling_is_read(text: str, expected: list[tuple[str, str]]) -> None:
    """These findings about persons and no other."""
    seen = [
        (f.kind.value, text[f.span.start : f.span.stop])
        for f in findings(text)
        if f.kind.is_personal
    ]
    assert seen == expected


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    """Founding days, product days, masked plates, public accounts and office mail."""
    assert not [f for f in findings(text) if f.kind.is_personal]
