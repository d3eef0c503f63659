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
