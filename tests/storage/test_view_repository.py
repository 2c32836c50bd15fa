from csp_desktop.storage.audit import Author, entries
from csp_desktop.storage.connection import Store
from csp_desktop.storage.view_repository import ViewRepository


def test_views_are_kept_by_page_and_name(store: Store, author: Author) -> None:
    plan, audit = ViewRepository(store, "delivery"), ViewRepository(store, "audit")
    with store.transaction():
        plan.save("Late", "a", author)
        plan.save("Chairs", "b", author)
        audit.save("Late", "c", author)
    assert list(plan.all().items()) == [("Chairs", "b"), ("Late", "a")]
    assert audit.all() == {"Late": "c"}


def test_a_view_of_the_same_name_is_written_over(store: Store, author: Author) -> None:
    views = ViewRepository(store, "delivery")
    with store.transaction():
        views.save("Late", "a", author)
        views.save("Late", "b", author)
    assert views.all() == {"Late": "b"}


def test_a_view_that_is_deleted_is_gone_and_the_trail_tells_what_it_was(
    store: Store, author: Author
) -> None:
    views = ViewRepository(store, "delivery")
    before = len(entries(store))
    with store.transaction():
        views.save("Late", "a", author)
        views.delete("Late", author)
        views.delete("Never there", author)
    assert views.all() == {}
    told = [(one.entity, one.entity_id, one.before, one.after) for one in entries(store)[before:]]
    assert told == [
        ("view", "delivery/Late", "", '{"content": "a"}'),
        ("view", "delivery/Late", '{"content": "a"}', ""),
    ]
