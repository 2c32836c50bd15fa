"""Packs: drafted from what is known, issued once and frozen, written again as often as wanted."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from csp_desktop.core.dashboard import Dashboard
from csp_desktop.core.disclosure.rounding import EXACT, ROUNDED, Rule
from csp_desktop.core.editions import Edition, Withheld, may_be_public, withheld
from csp_desktop.core.errors import RefusedError, StorageError
from csp_desktop.core.packs.assessment import (
    Years,
    assessment_pack,
    assessment_year,
    missing_of_years,
    protected_years,
)
from csp_desktop.core.packs.chair import chair_pack, for_board
from csp_desktop.core.packs.changes import PackChange, changes_between
from csp_desktop.core.packs.document import Pack, PackKind
from csp_desktop.core.packs.facts import Facts
from csp_desktop.core.packs.finding_facts import facts_of
from csp_desktop.core.packs.issued import IssuedPack, PackDraft
from csp_desktop.core.packs.material import Material
from csp_desktop.core.packs.meeting import meeting_pack, missing_of
from csp_desktop.core.packs.personal import suspicions
from csp_desktop.core.packs.protecting import protected
from csp_desktop.core.periods import DateRange, Quarter, day_of, day_words
from csp_desktop.core.plan import Plan
from csp_desktop.core.publication import Told
from csp_desktop.core.returns import ReturnState
from csp_desktop.core.texts import storable
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.dashboard import end_of
from csp_desktop.services.pack_material import PackMaterial
from csp_desktop.services.session import Session, stored_moment
from csp_desktop.storage.connection import Store
from csp_desktop.storage.pack_repository import PackRepository
from csp_desktop.storage.return_repository import ReturnRepository
from csp_desktop.storage.setting_repository import SettingRepository

LONGEST_MARKING = 60
_MARKING = "marking"
_COUNTS, _EXACTLY, _IN_ROUND_NUMBERS = "public counts", "exact", "rounded"
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True)
class Issue:
    """A pack that was just issued."""

    pack: IssuedPack
    changes: Changes


class Packs:
    """Drafts, issues, and writes packs."""

    def __init__(
        self,
        store: Store,
        plan: Plan,
        session: Session,
        material: PackMaterial,
    ) -> None:
        self._store = store
        self._plan = plan
        self._session = session
        self._material = material
        self._packs = PackRepository(store)
        self._returns = ReturnRepository(store, plan.id)
        self._settings = SettingRepository(store)

    def draft(
        self,
        kind: PackKind,
        period: Quarter | DateRange,
        edition: Edition,
        *,
        board: str = "",
        meeting: date | None = None,
        known_on: date | None = None,
    ) -> PackDraft:
        """A pack as it would be issued now.

        Args:
            kind: what it is for.
            period: a quarter; of an assessment the year from October to September.
            edition: for whom.
            board: the code of the board whose update it is.
            meeting: the day of the meeting.
            known_on: the day as known on which figures are shown; None for what is known now.

        Raises:
            NotFoundError: there is no such board, or the plan asks nothing for the quarter.
            RefusedError: the kind wants another period, or a board.
        """
        quarter = self._quarter_of(kind, period)
        board = self._board_of(kind, board)
        rule = self.rule() if edition is Edition.PUBLIC else EXACT
        whole = self._material.of(
            quarter, edition, meeting=meeting, marking=self.marking(), known_on=known_on, rule=rule
        )
        year = period if kind is PackKind.ASSESSMENT and isinstance(period, DateRange) else None
        may_show = None
        if edition is Edition.PUBLIC:
            exact = self._material.years(year, known_on).dashboards if year else ()
            boards = [whole.dashboard, *(one for _, one in exact)]
            may_show = may_be_public(boards, self._told(), rule)
        shown = protected(self._material.rounded(whole), may_show)
        years = None
        if year is not None:
            years = protected_years(self._material.years(year, known_on, rule), edition, may_show)
        if kind is PackKind.CHAIR:
            shown = for_board(shown, board)
        facts = _facts(shown, years)
        before = self._last(kind, edition, board)
        if before is not None:
            changes = tuple(changes_between(self._packs.facts(before.id), facts))
            shown = replace(shown, changes=changes, since=_named(before))
        pack = _built(kind, shown, years)
        return PackDraft(
            pack=pack,
            facts=facts,
            missing=missing_of_years(shown, years) if years else missing_of(shown),
            suppressed=_suppressed(facts, years.last if years else shown.dashboard),
            excluded=self._excluded(edition, board),
            suspicions=suspicions(shown, pack),
            changes=shown.changes,
            since=before.id if before else "",
            known_at=end_of(known_on) or stored_moment(whole.made),
        )

    def write(self, pack: Pack, path: Path) -> str:
        """Write a pack's workbook and tell its digest.

        Raises:
            RefusedError: a text is longer than a cell holds.
            StorageError: the file cannot be written.
        """
        return _write(pack, path)

    def issue(self, draft: PackDraft, path: Path) -> Issue:
        """Freeze a pack and write its file; approved returns of a meeting's quarter become issued.

        Raises:
            RefusedError: this window may only look, or a text is longer than a cell holds.
            StorageError: the file cannot be written; then nothing is issued.
        """
        self._session.check_may_write()
        if path.is_dir():
            raise StorageError(f"{path} is a folder. Name the file to write.")
        staged = path.with_name(f".{path.name}.issuing")
        digest = _write_staged(draft.pack, staged, path)
        try:
            with self._store.transaction():
                issued = self._keep(draft, digest)
                kinds = self._issue_returns(draft.pack)
            _move(staged, path, issued)
        finally:
            staged.unlink(missing_ok=True)
        return Issue(issued, Changes.of(Kind.PACKS, *kinds))

    def issued(self) -> list[IssuedPack]:
        """Every pack that has been issued, the newest first."""
        return self._packs.all()

    def pack(self, pack_id: str) -> Pack:
        """What an issued pack holds.

        Raises:
            NotFoundError: there is none with this id.
        """
        return self._packs.content(pack_id)

    def write_again(self, pack_id: str, path: Path) -> str:
        """Write an issued pack's workbook once more, and tell its digest.

        Raises:
            NotFoundError: there is none with this id.
            StorageError: the file cannot be written.
        """
        return _write(self._packs.content(pack_id), path)

    def compare(self, earlier_id: str, later_id: str) -> list[PackChange]:
        """What one issued pack says that an earlier one did not.

        Raises:
            NotFoundError: there is none with one of the ids.
        """
        return changes_between(self._packs.facts(earlier_id), self._packs.facts(later_id))

    def marking(self) -> str:
        """The protective marking that packs bear; empty where none is set."""
        return self._settings.get(_MARKING) or ""

    def set_marking(self, text: str) -> Changes:
        """Set the protective marking.

        Raises:
            RefusedError: it is too long or more than a line, or this window may only look.
        """
        self._session.check_may_write()
        marking = storable(text).strip()
        if "\n" in marking or len(marking) > LONGEST_MARKING:
            raise RefusedError(
                f"The marking must be one line of {LONGEST_MARKING} characters or less."
            )
        with self._store.transaction():
            self._settings.set(_MARKING, marking, self._session.author("set marking"))
        return Changes.of(Kind.PACKS)

    def rule(self) -> Rule:
        """How public editions publish counts: exactly but for 1 to 4, unless set otherwise."""
        return ROUNDED if self._settings.get(_COUNTS) == _IN_ROUND_NUMBERS else EXACT

    def set_rounded(self, rounded: bool) -> Changes:
        """Set whether public editions withhold 1 to 7 and round other counts to the nearest 5.

        Raises:
            RefusedError: this window may only look.
        """
        self._session.check_may_write()
        value = _IN_ROUND_NUMBERS if rounded else _EXACTLY
        with self._store.transaction():
            self._settings.set(_COUNTS, value, self._session.author("set how counts are published"))
        return Changes.of(Kind.PACKS)

    def _quarter_of(self, kind: PackKind, period: Quarter | DateRange) -> Quarter:
        if kind is PackKind.ASSESSMENT:
            if isinstance(period, Quarter) or not assessment_year(period):
                raise RefusedError(
                    f"An assessment is of a year from October to September, like "
                    f"2014-10..2015-09, not of {period}."
                )
            return Quarter.containing(period.last)
        quarter = period if isinstance(period, Quarter) else period.quarter
        if quarter is None:
            raise RefusedError(f"A {kind.words.lower()} is of a quarter, not of {period}.")
        self._plan.check_owed(quarter)
        return quarter

    def _board_of(self, kind: PackKind, board: str) -> str:
        """The code of the board whose update it is; empty for other kinds."""
        if kind is not PackKind.CHAIR:
            if board:
                raise RefusedError(
                    f"A {kind.words.lower()} is of the whole partnership: leave the board out."
                )
            return ""
        if not board:
            raise RefusedError("Choose the board whose update it is.")
        return self._plan.board(board).code

    def _last(self, kind: PackKind, edition: Edition, board: str) -> IssuedPack | None:
        wanted = kind, edition, board
        alike = (one for one in self._packs.all() if (one.kind, one.edition, one.board) == wanted)
        return next(alike, None)

    def _told(self) -> list[Told]:
        """Everything that public editions have shown and withheld so far."""
        public = [one for one in self._packs.all() if one.edition is Edition.PUBLIC]
        return [self._material.told(one, self._packs.facts(one.id)) for one in public]

    def _excluded(self, edition: Edition, board: str) -> tuple[str, ...]:
        if edition is not Edition.PUBLIC:
            return ()
        return tuple(
            one.code for one in self._plan.indicators if one.restricted and board in ("", one.board)
        )

    def _keep(self, draft: PackDraft, digest: str) -> IssuedPack:
        pack = draft.pack
        author = self._session.author("issue pack")
        parts = (pack.kind.value, pack.board, pack.period, pack.edition.name.lower())
        stem = "-".join(_UNSAFE.sub("-", one) for one in parts if one)
        number = 1 + sum(one.id.rpartition("-")[0] == stem for one in self._packs.all())
        issued = IssuedPack(
            id=f"{stem}-{number}",
            kind=pack.kind,
            edition=pack.edition,
            period=pack.period,
            board=pack.board,
            meeting=pack.meeting,
            known_at=draft.known_at,
            at=author.at,
            by=author.user,
            digest=digest,
            suppressed=draft.suppressed,
            excluded=draft.excluded,
        )
        self._packs.add(issued, pack, draft.facts, author)
        return issued

    def _issue_returns(self, pack: Pack) -> list[Kind]:
        if pack.kind is not PackKind.MEETING:
            return []
        quarter = Quarter.parse(pack.period)
        approved = [
            one
            for one in self._returns.of_quarter(quarter).values()
            if one.state is ReturnState.APPROVED
        ]
        for one in approved:
            self._returns.save(one.issued(), self._session.author("issue in a pack"))
        return [Kind.RETURNS] if approved else []


def _built(kind: PackKind, shown: Material, years: Years | None) -> Pack:
    if years is not None:
        return assessment_pack(shown, years)
    return chair_pack(shown) if kind is PackKind.CHAIR else meeting_pack(shown)


def _named(issued: IssuedPack) -> str:
    """`the pack for 2015/16-Q1 of 12 August 2015`."""
    return f"the pack for {issued.period} of {day_words(day_of(issued.at))}"


def _write(pack: Pack, path: Path) -> str:
    # openpyxl costs a third of the program's start, so it is imported where it is wanted.
    from csp_desktop.excel.pack_writer import write_pack

    return write_pack(pack, path)


def _facts(shown: Material, years: Years | None) -> Facts:
    """What a pack says; an assessment of its years, and of the quarter up to which trends go."""
    if years is None:
        return facts_of(shown)
    beside = [shown.dashboard, *(one for _, one in years.dashboards[:-1])]
    return facts_of(replace(shown, dashboard=years.last), beside)


def _suppressed(facts: Facts, judged: Dashboard) -> int:
    """How many figures are withheld because of small numbers, one way or the other."""
    held = {one.place for one in facts.figures if not one.words}
    rows = [one for one in judged.rows if withheld(one) is Withheld.WITHHELD]
    return len(held) + len(rows)


def _write_staged(pack: Pack, staged: Path, path: Path) -> str:
    """Write a pack beside where it will stand; what fails is told of the file that was named."""
    try:
        return _write(pack, staged)
    except StorageError as error:
        raise StorageError(str(error).replace(str(staged), str(path))) from error


def _move(staged: Path, path: Path, issued: IssuedPack) -> None:
    try:
        staged.replace(path)
    except OSError as error:
        raise StorageError(
            f"The pack {issued.id} is issued, but {path} cannot be written: {error.strerror}. "
            f"“csp-desktop pack write {issued.id} FILE” writes it elsewhere."
        ) from error
