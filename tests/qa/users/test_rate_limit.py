"""So many times a minute of one asker."""

from __future__ import annotations

from qa.users.rate_limit import RateLimit


def test_a_limit_holds_for_each_asker_and_for_a_time() -> None:
    now = [0.0]
    limit = RateLimit(2, 60.0, lambda: now[0])
    assert [limit.wait("a") for _ in range(3)] == [0.0, 0.0, 60.0]
    assert limit.wait("b") == 0.0
    now[0] = 59.0
    assert limit.wait("a") == 1.0
    now[0] = 60.0
    assert limit.wait("a") == 0.0


def test_askers_are_forgotten_in_time_and_when_they_are_too_many() -> None:
    now = [0.0]
    limit = RateLimit(2, 60.0, lambda: now[0])
    for n in range(10_050):
        limit.wait(str(n))
    assert len(limit) == 10_000
    now[0] = 61.0
    limit.wait("a")
    assert len(limit) == 1
