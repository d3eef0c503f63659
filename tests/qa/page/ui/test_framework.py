"""How the web framework is imported."""

from __future__ import annotations

import inspect

import pytest

from qa.page.ui.framework import no_stubs


def test_the_framework_s_parts_come_from_no_file_meanwhile() -> None:
    known = inspect.getfile
    part = type("Part", (), {"__module__": "gradio.components.part"})
    with no_stubs():
        with pytest.raises(OSError, match="no stub"):
            inspect.getfile(part)
        assert inspect.getfile(no_stubs) == known(no_stubs)
    assert inspect.getfile is known
