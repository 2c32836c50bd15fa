from collections.abc import Iterator

import pytest

from csp_desktop.services import Services
from csp_desktop.ui.notifier import Notifier
from csp_desktop.ui.pages.returns import ReturnsPage
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import Theme
from tests.ui.conftest import ChosenDialogs
from tests.ui.hands import (
    Q1,
)


@pytest.fixture
def tasks(services: Services) -> Iterator[Tasks]:
    tasks = Tasks(services.release_thread)
    yield tasks
    tasks.stop()


@pytest.fixture
def page(
    services: Services, undressed: Theme, tasks: Tasks, dialogs: ChosenDialogs, show
) -> ReturnsPage:
    """The return of the No Place For Hate Forum, with the keyboard in its first figure."""
    notifier = Notifier()
    page = ReturnsPage(services, undressed, notifier, tasks, dialogs, Q1)
    notifier.setParent(page)
    notifier.changed.connect(page.take_notice)
    page.setUpdatesEnabled(False)
    page.resize(1190, 700)
    page.show_return("NPFHF", Q1)
    show(page)
    page.focus_first()
    return page
