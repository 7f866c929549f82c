"""People, cases, acts, the ledger; triggers that refuse to change what was written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("act", "ledger", "checkpoint")


def upgrade() -> None:
    op.create_table('checkpoint',
    sa.Column('count', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('count')
    )
    op.create_table('counter',
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('year')
    )
    op.create_table('ledger',
    sa.Column('n', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('case_id', sa.String(length=16), nullable=True),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('n')
    )
    op.create_index('ledger_case', 'ledger', ['case_id'], unique=False)
    op.create_table('person',
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('display', sa.String(length=64), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('password', sa.String(length=200), nullable=False),
    sa.Column('disabled', sa.Integer(), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('locked_until', sa.String(length=32), nullable=True),
    sa.Column('added_at', sa.String(length=32), nullable=False),
    sa.Column('changed_at', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('name')
    )
    op.create_table('review_case',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('review_key', sa.String(length=64), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('format', sa.String(length=16), nullable=False),
    sa.Column('bytes', sa.BigInteger(), nullable=False),
    sa.Column('corpora', sa.String(length=64), nullable=False),
    sa.Column('software', sa.String(length=64), nullable=False),
    sa.Column('cleared', sa.String(length=8), nullable=False),
    sa.Column('review_on', sa.String(length=10), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=False),
    sa.Column('level', sa.String(length=8), nullable=True),
    sa.Column('procedure', sa.String(length=16), nullable=False),
    sa.Column('review_digest', sa.String(length=64), nullable=True),
    sa.Column('reading_digest', sa.String(length=64), nullable=True),
    sa.Column('text_length', sa.BigInteger(), nullable=True),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('release_status', sa.String(length=16), nullable=True),
    sa.Column('release_mode', sa.String(length=16), nullable=True),
    sa.Column('reason_code', sa.String(length=2), nullable=True),
    sa.Column('opened_at', sa.String(length=32), nullable=False),
    sa.Column('opened_by', sa.String(length=64), nullable=True),
    sa.Column('due_on', sa.String(length=10), nullable=True),
    sa.Column('re_review_on', sa.String(length=10), nullable=True),
    sa.Column('closed_at', sa.String(length=32), nullable=True),
    sa.Column('output_sha256', sa.String(length=64), nullable=True),
    sa.Column('acts', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('review_key')
    )
    op.create_index(op.f('ix_review_case_output_sha256'), 'review_case', ['output_sha256'], unique=False)
    op.create_index(op.f('ix_review_case_sha256'), 'review_case', ['sha256'], unique=False)
    op.create_table('token',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('label', sa.String(length=64), nullable=False),
    sa.Column('added_by', sa.String(length=64), nullable=False),
    sa.Column('added_at', sa.String(length=32), nullable=False),
    sa.Column('revoked_at', sa.String(length=32), nullable=True),
    sa.PrimaryKeyConstraint('digest')
    )
    op.create_table('act',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('case_id', sa.String(length=16), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('actor', sa.String(length=64), nullable=True),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('entry', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['review_case.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('case_id', 'number')
    )
    op.create_table('session',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=False),
    sa.Column('opened_at', sa.String(length=32), nullable=False),
    sa.Column('seen_at', sa.String(length=32), nullable=False),
    sa.Column('expires_at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['person'], ['person.name'], ),
    sa.PrimaryKeyConstraint('digest')
    )
    _triggers()


def _triggers() -> None:
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.execute(
            "CREATE FUNCTION xianshen_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'append only'; END $$"
        )
    for table in APPEND_ONLY:
        if dialect == "postgresql":
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION xianshen_append_only()"
            )
            continue
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'append only'); END"
            )


def downgrade() -> None:
    raise NotImplementedError("the first version is not undone: it holds the ledger")
