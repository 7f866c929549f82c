"""What was seen: kinds, certainty and findings. A finding holds offsets and reasons, never text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.document import Document, Layer, Span, digest_id
from pipeline.secrecy import MarkReading


class Kind(StrEnum):
    """The complete list of kinds of findings. The value is the contract's name; `label` is shown to people."""

    SECRECY_MARKING = "secrecy.marking"
    SECRECY_MENTION = "secrecy.mention"
    SECRECY_SCOPE = "secrecy.scope"
    HANDLING_INTERNAL = "handling.internal"
    HANDLING_CIRCULATION = "handling.circulation"
    HANDLING_RELEASE_NOTE = "handling.release_note"
    HANDLING_CONFLICT = "handling.conflict"
    DELIBERATIVE = "deliberative"
    INTERNAL_AFFAIRS = "internal_affairs"
    ENFORCEMENT_FILE = "enforcement_file"
    TRADE_SECRET = "trade_secret"  # noqa: S105 - a kind, not a password
    PUBLIC_SAFETY = "public_safety"
    PI_NAME = "pi.name"
    PI_RESIDENT_ID = "pi.resident_id"
    PI_PASSPORT = "pi.passport"
    PI_TRAVEL_PERMIT = "pi.travel_permit"
    PI_FOREIGNER_ID = "pi.foreigner_id"
    PI_MILITARY_ID = "pi.military_id"
    PI_DRIVING_LICENCE = "pi.driving_licence"
    PI_SOCIAL_CARD = "pi.social_card"
    PI_DISABILITY_ID = "pi.disability_id"
    PI_STUDENT_ID = "pi.student_id"
    PI_MOBILE = "pi.mobile"
    PI_LANDLINE = "pi.landline"
    PI_EMAIL = "pi.email"
    PI_WECHAT = "pi.wechat"
    PI_QQ = "pi.qq"
    PI_ADDRESS = "pi.address"
    PI_BANK_CARD = "pi.bank_card"
    PI_BANK_ACCOUNT = "pi.bank_account"
    PI_PLATE = "pi.plate"
    PI_VIN = "pi.vin"
    PI_BIRTH_DATE = "pi.birth_date"
    PI_PROPERTY_CERTIFICATE = "pi.property_certificate"
    PI_MEDICAL_RECORD = "pi.medical_record"
    PI_IP = "pi.ip"
    PI_MAC = "pi.mac"
    PI_IMEI = "pi.imei"
    PI_COORDINATES = "pi.coordinates"
    PI_HEALTH = "pi.health"
    PI_BELIEF = "pi.belief"
    PI_BIOMETRIC = "pi.biometric"
    PI_MINOR = "pi.minor"
    PI_PROTECTED = "pi.protected"
    PERSON_OFFICIAL = "person.official"
    ORG_IDENTIFIER = "org.identifier"
    AGGREGATE = "aggregate"
    HIDDEN = "hidden"
    CITATION_REPEALED = "citation.repealed"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return _LABELS[self]

    @property
    def is_personal(self) -> bool:
        """Personal information of a private person (个人信息保护法 第四条)."""
        return self.value.startswith("pi.")

    @property
    def is_word(self) -> bool:
        """True where what is cut is a common word (an illness, a belief): elsewhere it says nothing of anybody."""
        return self in _WORDS

    @property
    def is_sensitive(self) -> bool:
        """Sensitive personal information as GB/T 45574-2025 lists it; the id number alone is not."""
        return self in _SENSITIVE


_LABELS: dict[Kind, str] = {
    Kind.SECRECY_MARKING: "密级标志",
    Kind.SECRECY_MENTION: "涉密表述",
    Kind.SECRECY_SCOPE: "疑似涉密内容",
    Kind.HANDLING_INTERNAL: "内部标识",
    Kind.HANDLING_CIRCULATION: "传阅限制",
    Kind.HANDLING_RELEASE_NOTE: "公开标注",
    Kind.HANDLING_CONFLICT: "标注冲突",
    Kind.DELIBERATIVE: "过程性信息",
    Kind.INTERNAL_AFFAIRS: "内部事务",
    Kind.ENFORCEMENT_FILE: "行政执法案卷",
    Kind.TRADE_SECRET: "商业秘密",
    Kind.PUBLIC_SAFETY: "公共安全",
    Kind.PI_NAME: "姓名",
    Kind.PI_RESIDENT_ID: "居民身份证号",
    Kind.PI_PASSPORT: "护照号",
    Kind.PI_TRAVEL_PERMIT: "通行证号",
    Kind.PI_FOREIGNER_ID: "外国人证件号",
    Kind.PI_MILITARY_ID: "军人证件号",
    Kind.PI_DRIVING_LICENCE: "驾驶证号",
    Kind.PI_SOCIAL_CARD: "社会保障卡号",
    Kind.PI_DISABILITY_ID: "残疾人证号",
    Kind.PI_STUDENT_ID: "学籍号",
    Kind.PI_MOBILE: "手机号码",
    Kind.PI_LANDLINE: "固定电话",
    Kind.PI_EMAIL: "电子邮箱",
    Kind.PI_WECHAT: "微信号",
    Kind.PI_QQ: "QQ号",
    Kind.PI_ADDRESS: "住址",
    Kind.PI_BANK_CARD: "银行卡号",
    Kind.PI_BANK_ACCOUNT: "银行账号",
    Kind.PI_PLATE: "车牌号",
    Kind.PI_VIN: "车辆识别代号",
    Kind.PI_BIRTH_DATE: "出生日期",
    Kind.PI_PROPERTY_CERTIFICATE: "不动产权证号",
    Kind.PI_MEDICAL_RECORD: "病历号",
    Kind.PI_IP: "IP地址",
    Kind.PI_MAC: "MAC地址",
    Kind.PI_IMEI: "设备识别码",
    Kind.PI_COORDINATES: "坐标",
    Kind.PI_HEALTH: "健康信息",
    Kind.PI_BELIEF: "信仰信息",
    Kind.PI_BIOMETRIC: "生物识别信息",
    Kind.PI_MINOR: "未成年人信息",
    Kind.PI_PROTECTED: "受法律保护人员",
    Kind.PERSON_OFFICIAL: "公职人员",
    Kind.ORG_IDENTIFIER: "机构标识",
    Kind.AGGREGATE: "汇聚信息",
    Kind.HIDDEN: "隐藏内容",
    Kind.CITATION_REPEALED: "引用已废止依据",
}
_SENSITIVE = frozenset(
    {
        Kind.PI_HEALTH,
        Kind.PI_BELIEF,
        Kind.PI_BIOMETRIC,
        Kind.PI_MINOR,
        Kind.PI_PROTECTED,
        Kind.PI_MEDICAL_RECORD,
        Kind.PI_DISABILITY_ID,
        Kind.PI_BANK_CARD,
        Kind.PI_BANK_ACCOUNT,
    }
)


_WORDS = frozenset({Kind.PI_HEALTH, Kind.PI_BELIEF, Kind.PI_BIOMETRIC, Kind.PI_MINOR})


class Certainty(StrEnum):
    """How sure a detector is. Words, not floats: each level has its own policy row."""

    SURE = "sure"
    LIKELY = "likely"
    POSSIBLE = "possible"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"sure": "确定", "likely": "很可能", "possible": "可能"}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing seen at one place.

    `why` explains in Chinese which rule fired and never quotes the document. `mark` is set on
    `secrecy.marking` only. `subject` groups the findings of one person inside one document (an opaque
    label such as `p3`); it is not written to `review.json`.
    """

    id: str
    kind: Kind
    span: Span
    layer: Layer
    place: str
    certainty: Certainty
    detector: str
    why: str = ""
    mark: MarkReading | None = None
    subject: str | None = None

    def of_person(self, subject: str) -> Finding:
        """The same finding as one of this person's (`replace`, but quick: a list has a hundred thousand)."""
        return Finding(
            self.id,
            self.kind,
            self.span,
            self.layer,
            self.place,
            self.certainty,
            self.detector,
            self.why,
            self.mark,
            subject,
        )


def finding(
    document: Document,
    kind: Kind,
    span: Span,
    certainty: Certainty,
    detector: str,
    *,
    why: str = "",
    mark: MarkReading | None = None,
    subject: str | None = None,
) -> Finding:
    """The finding at `span`; layer, place and id follow from the document."""
    layer, place = document.blocks.stands(span.start)
    return Finding(
        id=digest_id(document.source.sha256, kind.value, str(span.start), str(span.stop)),
        kind=kind,
        span=span,
        layer=layer,
        place=place,
        certainty=certainty,
        detector=detector,
        why=why,
        mark=mark,
        subject=subject,
    )
