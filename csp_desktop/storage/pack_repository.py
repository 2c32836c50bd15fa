"""Packs as they were issued; none of them is ever changed or taken away."""

import json
from typing import Any

from peewee import fn

from csp_desktop.core.editions import Edition
from csp_desktop.core.errors import NotFoundError
from csp_desktop.core.packs.document import Pack, PackKind
from csp_desktop.core.packs.facts import Facts
from csp_desktop.core.packs.issued import IssuedPack
from csp_desktop.storage import audit
from csp_desktop.storage.audit import Author, Write
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import PackRow
from csp_desktop.storage.pack_json import from_json, to_json

_HEAD = (
    PackRow.id,
    PackRow.kind,
    PackRow.edition,
    PackRow.period,
    PackRow.board,
    PackRow.meeting,
    PackRow.known_at,
    PackRow.at,
    PackRow.by,
    PackRow.digest,
    PackRow.suppressed,
    PackRow.excluded,
)


class PackRepository:
    """Reads and adds issued packs."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[IssuedPack]:
        """Every issued pack without its sheets, the newest first.

        Of those of one moment the longest id comes first: -10 was issued after -9.
        """
        newest = PackRow.at.desc(), fn.LENGTH(PackRow.id).desc(), PackRow.id.desc()
        query = PackRow.select(*_HEAD).order_by(*newest)
        return [_issued(row) for row in self._store.rows(query)]

    def get(self, pack: str) -> IssuedPack:
        """An issued pack without its sheets.

        Raises:
            NotFoundError: there is none with this id.
        """
        return _issued(self._one(pack, *_HEAD))

    def content(self, pack: str) -> Pack:
        """What an issued pack holds.

        Raises:
            NotFoundError: there is none with this id.
        """
        return from_json(Pack, self._one(pack, PackRow.content)["content"])

    def facts(self, pack: str) -> Facts:
        """The facts of an issued pack.

        Raises:
            NotFoundError: there is none with this id.
        """
        return from_json(Facts, self._one(pack, PackRow.facts)["facts"])

    def add(self, issued: IssuedPack, content: Pack, facts: Facts, author: Author) -> None:
        """Keep an issued pack, inside the caller's transaction."""
        head = _row(issued)
        row = {**head, "content": to_json(content), "facts": to_json(facts)}
        self._store.insert(PackRow, [row])
        audit.append(self._store, author, Write("pack", issued.id, None, head))

    def _one(self, pack: str, *columns: Any) -> dict[str, Any]:
        found = self._store.rows(PackRow.select(*columns).where(PackRow.id == pack.strip()))
        if not found:
            raise NotFoundError(
                f"There is no issued pack “{pack}”. “csp-desktop pack list” names those there are."
            )
        return dict(found[0])


def _row(issued: IssuedPack) -> dict[str, Any]:
    return {
        **vars(issued),
        "kind": issued.kind.value,
        "edition": issued.edition.name.lower(),
        "excluded": json.dumps(issued.excluded),
    }


def _issued(row: dict[str, Any]) -> IssuedPack:
    return IssuedPack(
        **{
            **row,
            "kind": PackKind(row["kind"]),
            "edition": Edition[row["edition"].upper()],
            "excluded": tuple(json.loads(row["excluded"])),
        }
    )
