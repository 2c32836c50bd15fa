"""Long work off the main thread: one at a time, its result handed back on the main thread.

Only plain values cross. This is one of the three places that catch every error: what a person can
act on goes to the page that asked, anything else to the excepthook.
"""

import gc
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from csp_desktop.core.errors import UserError


class Tasks(QObject):
    """Runs work in one background thread."""

    _finished = Signal(object, object, object)

    def __init__(self, close_thread: Callable[[], None], parent: QObject | None = None) -> None:
        """Start without any work.

        Args:
            close_thread: gives back what the work has opened in its own thread, the database
                connection above all.
            parent: owner.
        """
        super().__init__(parent)
        self._close_thread = close_thread
        self._under_way = 0
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="task")
        # Queued, because work that is done at once would else call back before `run` returns.
        self._finished.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Do some work and call back on the main thread.

        Args:
            work: called in the background; must not touch a widget.
            done: called with its result.
            failed: called with an error the person can act on.
        """
        # A collection that starts in the background would destroy Qt objects of the main thread
        # there, which crashes: none is made while work is under way.
        self._under_way += 1
        gc.disable()
        future = self._worker.submit(self._work, work)
        future.add_done_callback(lambda one: self._finished.emit(one, done, failed))

    def stop(self) -> None:
        """Wait for the work under way and take no more."""
        self._worker.shutdown(wait=True)
        self._under_way = 0
        gc.enable()

    def _work(self, work: Callable[[], Any]) -> Any:
        try:
            return work()
        finally:
            self._close_thread()

    def _hand_over(
        self,
        future: Future[Any],
        done: Callable[[Any], None],
        failed: Callable[[UserError], None],
    ) -> None:
        self._under_way -= 1
        if self._under_way <= 0:
            gc.enable()
        error = future.exception()
        if error is None:
            done(future.result())
        elif isinstance(error, UserError):
            failed(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)
