"""What the environment says of proxies does not come through."""

from __future__ import annotations

import os

import pytest

from qa.proxies import no_proxies


def test_no_proxy_is_named_within_and_all_are_again_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = {"ALL_PROXY": "socks5://127.0.0.1:1", "http_proxy": "nonsense", "no_proxy": "a.example"}
    for name, value in held.items():
        monkeypatch.setenv(name, value)
    with no_proxies():
        left = {name for name in os.environ if name.lower().endswith("_proxy")}
        assert left == {"no_proxy"}
    assert {name: os.environ[name] for name in held} == held
