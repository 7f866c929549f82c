"""What labels, owners and tables say of a number: each spelling gives its kind, whole; what is no person's stays."""

from __future__ import annotations

import pytest

import corpora
from pipeline.finding import Certainty
from tests.detectors.makers import card, resident_id
from tests.detectors.test_language import findings

ID, CARD, OTHER = resident_id(7), card(11), resident_id(23)
PAPERS = [
    ("其护照（编号 K07654321）已挂失", [("pi.passport", "K07654321")]),
    ("护照编号：E87654321", [("pi.passport", "E87654321")]),
    ("护照号：G 8765 4321。", [("pi.passport", "G 8765 4321")]),
    ("护照号码：EB 7654321", [("pi.passport", "EB 7654321")]),
    ("台胞证（0987654321(A)）", [("pi.travel_permit", "0987654321(A)")]),
    ("南字第2003017号军官证遗失", [("pi.military_id", "南字第2003017号")]),
    ("退伍证号退字第0731号", [("pi.military_id", "退字第0731号")]),
    ("残疾军人证（蒙军C076543）", [("pi.military_id", "蒙军C076543")]),
    ("优待证编号蒙15080200007654", [("pi.military_id", "蒙15080200007654")]),
    ("档案号150812345678，驾驶证逾期未换", [("pi.driving_licence", "150812345678")]),
    ("驾驶人马山，档案编号：150812345678", [("pi.driving_licence", "150812345678")]),
    (
        f"驾驶证号及档案编号：{ID}，150812345678",
        [("pi.resident_id", ID), ("pi.driving_licence", "150812345678")],
    ),
    ("病历档案编号150812345678，患者已出院", [("pi.medical_record", "150812345678")]),
    ("患者登记号：20210876", [("pi.medical_record", "20210876")]),
    ("病历号TX-0763，每周复诊", [("pi.medical_record", "TX-0763")]),
    ("病理（BL260101007）提示炎症", [("pi.medical_record", "BL260101007")]),
    ("出生医学证明编号Q150123456", [("pi.medical_record", "Q150123456")]),
    ("该生学号2023076543", [("pi.student_id", "2023076543")]),
    ("手机识别码35 490154 203237 5", [("pi.imei", "35 490154 203237 5")]),
    ("手机串码：49-015420-323751-8", [("pi.imei", "49-015420-323751-8")]),
    ("VIN：LSVAM 4187 C2 184841", [("pi.vin", "LSVAM 4187 C2 184841")]),
    ("车号蒙 L 7X 654的货车", [("pi.plate", "蒙 L 7X 654")]),
    ("驾驶蒙08-76543号拖拉机", [("pi.plate", "蒙08-76543")]),
    ("车牌宜昌A76543，电动车已找到", [("pi.plate", "宜昌A76543")]),
    ("三轮电动车（号牌：临河765432）违停", [("pi.plate", "临河765432")]),
    ("学籍号G150802201508090012、G150802201508090039", [("pi.student_id", "G150802201508090012"), ("pi.student_id", "G150802201508090039")]),
    ("马秀英（150802 450307 002）", [("pi.resident_id", "150802 450307 002")]),
]
ONLINE = [
    ("投诉人留存邮箱ma.shan@gmail.com", [("pi.email", "ma.shan@gmail.com")]),
    ("举报人通过nobody77@proton.me发来材料", [("pi.email", "nobody77@proton.me")]),
    ("业主信箱：mashan77@163.com", [("pi.email", "mashan77@163.com")]),
    ("投诉人请求将答复发送至本人邮箱ma7@qq.com", [("pi.email", "ma7@qq.com")]),
    ("请与投诉人联系，邮箱ma7@qq.com", [("pi.email", "ma7@qq.com")]),
    ("QQ（76543210）", [("pi.qq", "76543210")]),
    ("QQ号（号码：76543210）", [("pi.qq", "76543210")]),
    ("QQ/微信：7654321098", [("pi.qq", "7654321098")]),
    ("微信、QQ同号：7654321098", [("pi.qq", "7654321098")]),
    ("QQ账号76543210被盗", [("pi.qq", "76543210")]),
    ("Q Q 76543210", [("pi.qq", "76543210")]),
    ("QQ也行，76543210。", [("pi.qq", "76543210")]),
    ("WeChat ID: ma_shan77", [("pi.wechat", "ma_shan77")]),
    ("加我V：mashan7700", [("pi.wechat", "mashan7700")]),
    ("加微mashan7700领取", [("pi.wechat", "mashan7700")]),
    ("异常IP36.102.7.65刷票", [("pi.ip", "36.102.7.65")]),
    ("请以邮箱ma.shan77@163.com收到的链接为准", [("pi.email", "ma.shan77@163.com")]),
    ("群主号76543210在群里收费", [("pi.qq", "76543210")]),
    ("加其微信（对方号ma_shan77）骂人", [("pi.wechat", "ma_shan77")]),
    ("微信名“ma-shan7700”的卖家", [("pi.wechat", "ma-shan7700")]),
    ("货款微信转到ma_shan77，收条另附", [("pi.wechat", "ma_shan77")]),
    ("收取微信转账600元，收款账号为ma_shan77。", [("pi.wechat", "ma_shan77")]),
    ("MAC:B4C1D2E3F405", [("pi.mac", "B4C1D2E3F405")]),
    ("MAC b4c1-d2e3-f405", [("pi.mac", "b4c1-d2e3-f405")]),
    ("物理地址B4 C1 D2 E3 F4 05", [("pi.mac", "B4 C1 D2 E3 F4 05")]),
]
BIRTHS = [
    ("马山，男，57.8.9生，农民", [("pi.birth_date", "57.8.9")]),
    ("57.08.09出生，小学文化", [("pi.birth_date", "57.08.09")]),
    ("马山，五七年八月九日生", [("pi.birth_date", "五七年八月九日")]),
    ("于1957年8月9日在临河出生。", [("pi.birth_date", "1957年8月9日")]),
    ("婴儿于2024年8月9日凌晨在医院出生。", [("pi.birth_date", "2024年8月9日")]),
    ("生于一九五七年八月三十一日，汉族", [("pi.birth_date", "一九五七年八月三十一日")]),
    ("出生公元1957年8月", [("pi.birth_date", "1957年8月")]),
    ("身份证登记为1957年8月9日", [("pi.birth_date", "1957年8月9日")]),
    ("出生日期户口本上写1957年8月9日", [("pi.birth_date", "1957年8月9日")]),
    ("马山，男，1994.07，大学本科", [("pi.birth_date", "1994.07")]),
    ("出生时间以档案最早记载的1957年8月9日为准", [("pi.birth_date", "1957年8月9日")]),
    ("字条上写着2024年8月9日卯时生。", [("pi.birth_date", "2024年8月9日")]),
]
MONEY = [
    (f"马山{ID}{CARD}\n", [("pi.resident_id", ID), ("pi.bank_card", CARD)]),
    (f"{CARD}{OTHER}", [("pi.bank_card", CARD), ("pi.resident_id", OTHER)]),
    (f"卡号发到手机上了：{CARD}，请查收", [("pi.bank_card", CARD)]),
    (f"补偿款汇入{CARD}。", [("pi.bank_card", CARD)]),
    (f"补助打入本人社保卡{CARD}。", [("pi.bank_card", CARD)]),
    ("信用社折子号是00000076543217654321", [("pi.bank_account", "00000076543217654321")]),
    ("捐款账号15080276543217654，户名：马山", [("pi.bank_account", "15080276543217654")]),
    (
        "其账号15080276543217654（工商银行临河支行）",
        [("pi.bank_account", "15080276543217654")],
    ),
]
DEEDS = [
    (
        "宅基地使用证集用（1997）字第0765号",
        [("pi.property_certificate", "集用（1997）字第0765号")],
    ),
    (
        "土地使用权证号临国用(2007)第7654号",
        [("pi.property_certificate", "临国用(2007)第7654号")],
    ),
    ("粤房地权证佛字第0765432号", [("pi.property_certificate", "粤房地权证佛字第0765432号")]),
    ("深房地字第5000765432号", [("pi.property_certificate", "深房地字第5000765432号")]),
    ("沪房地徐字（2007）第076543号", [("pi.property_certificate", "沪房地徐字（2007）第076543号")]),
    (
        "蒙（2018）临河区农村土地承包经营权第0076543号",
        [("pi.property_certificate", "蒙（2018）临河区农村土地承包经营权第0076543号")],
    ),
    ("1992年发的巴集建（92）字第0765号", [("pi.property_certificate", "巴集建（92）字第0765号")]),
    (
        "草原承包经营权证号蒙（2017）巴彦旗草承证第007654号",
        [("pi.property_certificate", "蒙（2017）巴彦旗草承证第007654号")],
    ),
    ("草原经营权证（巴草证第15076543218号）", [("pi.property_certificate", "巴草证第15076543218号")]),
    ("证号巴彦旗草承字第076543号", [("pi.property_certificate", "巴彦旗草承字第076543号")]),
    (
        "本院拟处置你名下房屋，证号蒙（2021）临河区不动产权第0076543号",
        [("pi.property_certificate", "蒙（2021）临河区不动产权第0076543号")],
    ),
    ("房产证编号：20087654，房主马山", [("pi.property_certificate", "20087654")]),
    (
        "权利人：马山，蒙（2021）临河区不动产权第0076543号",
        [("pi.property_certificate", "蒙（2021）临河区不动产权第0076543号")],
    ),
    (
        "马山向巴彦置业有限公司购买，蒙（2021）临河区不动产权第0076543号",
        [("pi.property_certificate", "蒙（2021）临河区不动产权第0076543号")],
    ),
]
TABLES = [
    (
        "姓名\t档案编号\t准驾车型\n马山\t150812345678\tC1\n",
        [("pi.driving_licence", "150812345678")],
    ),
    (
        "姓名\t职务\t办公电话\t宅电\n马山\t局长\t0478-8217654\t0478-8217655\n",
        [("pi.landline", "0478-8217655")],
    ),
    ("确权证（证号653121202108J00374）登记在其父亲赵有田名下。", [("pi.property_certificate", "653121202108J00374")]),
    ("赵有田持有1951年土地房产所有证（段字第0373号）。", [("pi.property_certificate", "段字第0373号")]),
    ("赵有田的草场，蒙（2019）草原证第0032817号，1260亩。", [("pi.property_certificate", "蒙（2019）草原证第0032817号")]),
    ("赵有田来信称，如需联络可发邮件至zhao57@gmail.com。", [("pi.email", "zhao57@gmail.com")]),
    ("扫描件先发到马秀英微信（ma_shan77），联系电话0478-8217654。", [("pi.wechat", "ma_shan77"), ("pi.landline", "0478-8217654")]),
    ("姓名\t手机串号\n马山\t490154203237518\n", [("pi.imei", "490154203237518")]),
    ("IMEI\n356938035643809\n", [("pi.imei", "356938035643809")]),
    ("机主\tMAC地址\tIP\n马山\tB4C1D2E3F405\t36.1.7.6\n", [("pi.mac", "B4C1D2E3F405"), ("pi.ip", "36.1.7.6")]),
    (
        "户主\t经度\t纬度\n马山\t107.376543\t40.765432\n",
        [("pi.coordinates", "107.376543"), ("pi.coordinates", "40.765432")],
    ),
    (
        "姓名\t联系人\t电话\n马山\t本人\t0478-8217654\n",
        [("pi.landline", "0478-8217654")],
    ),
    ("姓名\t开户信息\n马山\t1508027654321765432109\n", [("pi.bank_account", "1508027654321765432109")]),
    ("姓名\t出生日期\n马山\t五七年八月\n", [("pi.birth_date", "五七年八月")]),
]
STAY = [
    "文书档案编号150812345678，保管期限永久",
    "执法档案编号：150812345678，立卷人为法制股",
    "医疗机构登记号PDY15080276543215A1002",
    "单位社保登记号76543210",
    "登记号：石调2026-114",
    "病历（2026-05-11）",
    "公众可通过电子邮件bynrhb77@163.com向我局反映意见",
    "举报人可将材料发送至bynrjb77@163.com。",
    "QQ群：76543210",
    "对停保有异议的，联系马秀英（0478-8217654）。",
    "线上邮箱bynrhb77@163.com为本局公务邮箱",
    "微信扫码付款到账后，设备型号ab_7654321停止计费",
    "车牌识别设备A765432已安装",
    "车牌76543号段已投放",
    "罚款缴纳账号：内蒙古银行临河支行150802765432176。",
    "开户行及账号\t2019-2023年收款(元)\n",
    "1.巴彦建材有限公司遗失蒙（2019）临河区不动产权第0007654号，声明作废",
    "(2)巴彦镇供销合作社,国有土地使用证临国用(1997)第7654号遗失",
    "序号\t产权人\t坐落\t证号\n1\t巴彦镇供销合作社\t胜利路12号\t临房字第07654号\n",
    "非税收入收缴账户为15080276543217654（旗财政局非税专户）。",
    "户名：临河区慈善总会，账号：15080276543217654。",
    "慈善捐款账户15080276543217654，区红十字会。",
    "工会经费账户15080276543217654（户名：临河区总工会）。",
    "电梯使用登记证梯11蒙L00765(24)，锅炉使用登记证锅10蒙L00765(22)",
    "本局办公楼产权证号蒙（2017）临河区不动产权第0000765号",
    "权利人：巴彦城市投资有限公司，蒙（2019）临河区不动产权第0007654号。",
    "林权证1984年发，户主已故",
    "水库大坝坝址坐标E107.376543,N40.765432，控制流域面积7平方公里",
    "坐标为东经107.3765度、北纬40.7654度的入河排污口已整治",
    "监测断面\t经度\t纬度\n西桥\t107.376543\t40.765432\n",
    "指标\t数值\n工业用电量\t18976543210\n",
    "项目\t2024年\t2025年\n总产值\t13576543210\t18676543210\n",
    "单位：元\n市本级\t13376543210\n城关镇\t15876543210\n",
    "十二年生产经验，2012年生态建设，1.2.3生成",
]
MOBILE_TABLES = [
    "姓名\t电话\n马山\t13576543210\n",
    "单位：元\n姓名\t金额\t备注\n马山\t500\t13576543210\n",
    "村\t数量\t网格员\n上坪村\t3\t13576543210\n",
]
YEARS = ["其父生于1938年，现年", "马山系六二年生，无业", "男，82年生，高中", "老人1938年出生", "1938年生人"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [*PAPERS, *ONLINE, *BIRTHS, *MONEY, *DEEDS, *TABLES],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_number_is_what_its_words_say(text: str, expected: list[tuple[str, str]]) -> None:
    """These findings about persons and no other, whole and no question."""
    seen = [
        (f.kind.value, text[f.span.start : f.span.stop])
        for f in findings(text)
        if f.kind.is_personal and f.certainty is not Certainty.POSSIBLE
    ]
    assert seen == expected


@pytest.mark.parametrize("text", STAY)
def test_what_is_no_persons_stays(text: str) -> None:
    """Files, accounts, deeds, mailboxes and places of offices; figures in tables."""
    assert not [f for f in findings(text) if f.kind.is_personal]


@pytest.mark.parametrize("text", MOBILE_TABLES)
def test_a_mobile_in_a_table_is_no_figure(text: str) -> None:
    """A column that is none of quantities, or a head that names persons, keeps mobiles what they are."""
    assert [f.kind.value for f in findings(text)] == ["pi.mobile"]


@pytest.mark.parametrize("text", YEARS)
def test_a_year_of_birth_is_found_for_policy_to_decide(text: str) -> None:
    """Only possible: a year says as much as an age."""
    assert [(f.kind.value, f.certainty) for f in findings(text)] == [
        ("pi.birth_date", Certainty.POSSIBLE)
    ]


def test_an_address_of_a_private_range_is_a_question() -> None:
    """192.168.… tells no person to the world."""
    (found,) = findings("服务器内网地址192.168.7.65")
    assert (found.kind.value, found.certainty) == ("pi.ip", Certainty.POSSIBLE)


@pytest.mark.parametrize(
    "row", corpora.rows("lexicons/coordinate_cues.tsv"), ids=lambda row: row["term"]
)
def test_coordinate_cues(row: dict[str, str]) -> None:
    """A person's place is found, a public one is not, one that survey law keeps back is asked about."""

    def certainties(text: str) -> set[Certainty]:
        return {f.certainty for f in findings(text) if f.kind.value == "pi.coordinates"}

    expected = {
        "person": {Certainty.LIKELY},
        "survey": {Certainty.POSSIBLE},
        "public": set(),
    }[row["owner"]]
    assert certainties(row["example"]) == expected
    assert certainties(row["counter_example"]) != expected
