import gc
import sys
import threading
from collections.abc import Iterator

import pytest

from csp_desktop.core.errors import RefusedError, UserError
from csp_desktop.ui.tasks import Tasks
from tests.ui.hands import settle


class Log(list[object]):
    """What was called back, in order, and in which thread."""

    def __init__(self) -> None:
        self.threads: list[int] = []

    def take(self, what: object) -> None:
        self.append(what)
        self.threads.append(threading.get_ident())


@pytest.fixture
def closed() -> Log:
    return Log()


@pytest.fixture
def tasks(qapp, closed: Log) -> Iterator[Tasks]:
    tasks = Tasks(lambda: closed.take("closed"))
    yield tasks
    tasks.stop()


def refuse() -> None:
    raise RefusedError("This file is no workbook.")


def wait(qtbot, log: Log, count: int = 1) -> None:
    qtbot.waitUntil(lambda: len(log) == count)


def test_work_is_done_in_the_background_and_handed_back_in_the_foreground(
    qtbot, tasks: Tasks
) -> None:
    done = Log()
    tasks.run(threading.get_ident, done.take, pytest.fail)
    assert done == []
    wait(qtbot, done)
    assert done[0] != threading.get_ident()
    assert done.threads == [threading.get_ident()]


def test_works_are_done_one_after_the_other_in_the_order_they_were_asked_for(
    qtbot, tasks: Tasks
) -> None:
    done, order = Log(), []
    for number in range(5):
        tasks.run(lambda number=number: order.append(number) or number, done.take, pytest.fail)
    wait(qtbot, done, 5)
    assert order == list(done) == [0, 1, 2, 3, 4]


def test_what_a_person_can_act_on_goes_to_the_page_that_asked(qtbot, tasks: Tasks) -> None:
    failed = Log()
    tasks.run(refuse, pytest.fail, failed.take)
    wait(qtbot, failed)
    assert isinstance(failed[0], UserError)
    assert str(failed[0]) == "This file is no workbook."
    assert failed.threads == [threading.get_ident()]


def test_a_fault_of_ours_goes_to_the_excepthook(
    qtbot, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults, error = Log(), KeyError("ours")
    monkeypatch.setattr(sys, "excepthook", lambda kind, fault, trace: faults.take((kind, fault)))

    def fail() -> None:
        raise error

    tasks.run(fail, pytest.fail, pytest.fail)
    wait(qtbot, faults)
    assert faults == [(KeyError, error)]


def test_work_goes_on_after_a_failure(qtbot, tasks: Tasks) -> None:
    done, failed = Log(), Log()
    tasks.run(refuse, pytest.fail, failed.take)
    tasks.run(lambda: "written", done.take, pytest.fail)
    wait(qtbot, done)
    assert len(failed) == 1
    assert done == ["written"]


def test_what_the_work_has_opened_is_given_back_in_its_own_thread(
    qtbot, tasks: Tasks, closed: Log
) -> None:
    done, failed = Log(), Log()
    tasks.run(threading.get_ident, done.take, pytest.fail)
    tasks.run(refuse, pytest.fail, failed.take)
    wait(qtbot, failed)
    assert closed == ["closed", "closed"]
    assert set(closed.threads) == {done[0]}


def test_no_garbage_is_collected_while_work_is_under_way(qtbot, tasks: Tasks) -> None:
    done = Log()
    tasks.run(gc.isenabled, done.take, pytest.fail)
    assert not gc.isenabled()
    wait(qtbot, done)
    assert done == [False]
    assert gc.isenabled()


def test_stopping_waits_for_the_work_under_way(qtbot, tasks: Tasks) -> None:
    may_end, ended = threading.Event(), Log()

    def work() -> None:
        may_end.wait()
        ended.take("ended")

    tasks.run(work, lambda _: None, pytest.fail)
    threading.Timer(0.0, may_end.set).start()
    tasks.stop()
    assert ended == ["ended"]
    with pytest.raises(RuntimeError):
        tasks.run(work, lambda _: None, pytest.fail)
    settle()
