"""Notes on charts: dated, with a fact, a line below and who noted it."""

from csp_desktop.core.annotations import Annotation
from csp_desktop.storage import audit
from csp_desktop.storage.audit import Author, Write
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import AnnotationRow


class AnnotationRepository:
    """Reads and writes notes on charts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, indicator: str) -> list[Annotation]:
        """The notes on an indicator and those on every chart, in order of time."""
        own = AnnotationRow.select().where(AnnotationRow.indicator.in_([indicator, ""]))
        ordered = own.order_by(AnnotationRow.day, AnnotationRow.at, AnnotationRow.id)
        return [Annotation(**row) for row in self._store.rows(ordered)]

    def get(self, annotation: str) -> Annotation | None:
        """A note by its id; None where there is none."""
        found = self._store.rows(AnnotationRow.select().where(AnnotationRow.id == annotation))
        return next((Annotation(**row) for row in found), None)

    def add(self, noted: Annotation, author: Author) -> None:
        """Keep a note, inside the caller's transaction."""
        self._store.insert(AnnotationRow, [vars(noted)])
        audit.append(self._store, author, Write("annotation", noted.id, None, vars(noted)))

    def remove(self, noted: Annotation, author: Author) -> None:
        """Take a note back, inside the caller's transaction; the trail keeps it."""
        self._store.execute(AnnotationRow.delete().where(AnnotationRow.id == noted.id))
        audit.append(self._store, author, Write("annotation", noted.id, vars(noted), None))
