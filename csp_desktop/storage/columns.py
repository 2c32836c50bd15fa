"""What the tables are made of: kinds of column, references between tables, what all tables share.

Columns are TEXT or INTEGER alone, so that SQLite can hold them to their type (STRICT) and
PostgreSQL reads the same schema: decimals keep every digit, dates are ISO 8601, moments are UTC.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from peewee import SQL, ForeignKeyField, Model, TextField


class DecimalText(TextField):
    """A decimal with all its digits."""

    def db_value(self, value: Decimal | None) -> str | None:
        return None if value is None else format(value, "f")

    def python_value(self, value: str | None) -> Decimal | None:
        return None if value is None else Decimal(value)


class DateText(TextField):
    """A day, `2015-06-30`."""

    def db_value(self, value: date | None) -> str | None:
        return None if value is None else value.isoformat()

    def python_value(self, value: str | None) -> date | None:
        return None if value is None else date.fromisoformat(value)


class LinesText(TextField):
    """Several short texts, one a line."""

    def db_value(self, value: tuple[str, ...] | None) -> str:
        return "\n".join(value or ())

    def python_value(self, value: str | None) -> tuple[str, ...]:
        return tuple(value.split("\n")) if value else ()


# A column that a migration added says in the schema what older rows hold.
BLANK: dict[str, Any] = {"default": "", "constraints": [SQL("DEFAULT ''")]}
NOUGHT: dict[str, Any] = {"default": 0, "constraints": [SQL("DEFAULT 0")]}


def reference(model: type[Model], name: str, **options: Any) -> ForeignKeyField:
    """A foreign key that is never followed on its own: repositories ask for what they need."""
    wanted = {"index": False, "lazy_load": False, "backref": "+", **options}
    return ForeignKeyField(model, column_name=name, **wanted)


class Table(Model):
    """What all tables share."""

    class Meta:
        strict_tables = True
        legacy_table_names = False
