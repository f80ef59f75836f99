"""What is kept stays within its bytes, and a flood does not push out what is asked for again and again."""

from hypothesis import given
from hypothesis import strategies as st

from app.http import stores

LIMIT = 100_000


def _kept(size: int) -> stores.Kept:
    body = b"x" * size
    return stores.Kept(
        headers=[],
        body=body,
        plain=body,
        tag=None,
        revision=None,
        day=0,
        route="/",
        head=None,
        unchanged=None,
    )


def test_what_was_asked_for_twice_survives_a_flood() -> None:
    store = stores.Store(LIMIT)
    store.put("hot", _kept(5_000))
    store.get("hot")
    for number in range(1_000):
        store.put(number, _kept(5_000))
    assert store.get("hot") is not None
    assert 0 not in store


def test_an_answer_that_is_too_long_is_not_kept() -> None:
    store = stores.Store(LIMIT)
    store.put("long", _kept(LIMIT // 10))
    assert (len(store), store.bytes) == (0, 0)


@given(
    st.lists(
        st.tuples(st.sampled_from(["put", "get", "drop"]), st.integers(0, 20), st.integers(0, 6_000)),
        max_size=80,
    )
)
def test_the_bytes_are_counted_and_never_too_many(steps: list[tuple[str, int, int]]) -> None:
    store = stores.Store(LIMIT // 4)
    for step, key, size in steps:
        if step == "put":
            store.put(key, _kept(size))
        elif step == "get":
            store.get(key)
        else:
            store.drop(key)
        held = [*store._probation.values(), *store._protected.values()]
        assert store.bytes == sum(kept.size for kept in held) <= LIMIT // 4
        assert store._protected_bytes == sum(kept.size for kept in store._protected.values())
        assert len(held) == len(store) == len({*store._probation, *store._protected})
