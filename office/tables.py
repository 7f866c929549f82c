"""The tables of the office's database. Acts and ledger entries are only ever added (triggers see to it)."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()

PERSON = Table(
    "person",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("display", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("password", String(200), nullable=False),
    Column("disabled", Integer, nullable=False, default=0),
    Column("failures", Integer, nullable=False, default=0),
    Column("locked_until", String(32)),
    Column("added_at", String(32), nullable=False),
    Column("changed_at", String(32), nullable=False),
)

SESSION = Table(
    "session",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("person", String(64), ForeignKey("person.name"), nullable=False),
    Column("opened_at", String(32), nullable=False),
    Column("seen_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
)

TOKEN = Table(
    "token",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("label", String(64), nullable=False),
    Column("added_by", String(64), nullable=False),
    Column("added_at", String(32), nullable=False),
    Column("revoked_at", String(32)),
)

COUNTER = Table(
    "counter",
    METADATA,
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

CASE = Table(
    "review_case",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("review_key", String(64), nullable=False, unique=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("format", String(16), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("corpora", String(64), nullable=False),
    Column("software", String(64), nullable=False),
    Column("cleared", String(8), nullable=False),
    Column("review_on", String(10), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("level", String(8)),
    Column("procedure", String(16), nullable=False),
    Column("review_digest", String(64)),
    Column("reading_digest", String(64)),
    Column("text_length", BigInteger),
    Column("state", String(16), nullable=False),
    Column("round", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("release_status", String(16)),
    Column("release_mode", String(16)),
    Column("reason_code", String(2)),
    Column("opened_at", String(32), nullable=False),
    Column("opened_by", String(64)),
    Column("due_on", String(10)),
    Column("re_review_on", String(10)),
    Column("closed_at", String(32)),
    Column("output_sha256", String(64), index=True),
    Column("acts", Integer, nullable=False, default=0),
)

ACT = Table(
    "act",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("case_id", String(16), ForeignKey("review_case.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String(24), nullable=False),
    Column("actor", String(64)),
    Column("at", String(32), nullable=False),
    Column("payload", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("entry", BigInteger, nullable=False),
    UniqueConstraint("case_id", "number"),
)

LEDGER = Table(
    "ledger",
    METADATA,
    Column(
        "n", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    ),
    Column("case_id", String(16)),
    Column("body", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ledger_case", "case_id"),
)

CHECKPOINT = Table(
    "checkpoint",
    METADATA,
    Column(
        "count",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("body", Text, nullable=False),
)

APPEND_ONLY = ("act", "ledger", "checkpoint")
"""Tables that refuse UPDATE and DELETE by trigger."""
