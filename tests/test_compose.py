"""The file for docker compose, as far as it can be looked at without a container engine."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from tests.conftest import ROOT

FILE = ROOT / ".github" / "compose.yaml"
TEXT = FILE.read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, Any] = COMPOSE["services"]


def test_it_is_a_compose_file() -> None:
    carried = files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    jsonschema.validate(COMPOSE, json.loads(carried.read_text("utf-8")))


@pytest.mark.parametrize("name", SERVICES)
def test_each_image_is_pinned_and_each_service_looked_after(name: str) -> None:
    service = SERVICES[name]
    _, _, tag = service["image"].rpartition(":")
    assert tag != "latest"
    assert re.search(r"\d", tag) or (tag == "local" and "build" in service)
    assert service["healthcheck"]["test"][0] == "CMD"
    assert service["restart"] == "unless-stopped"


def test_the_page_s_own_image_is_pinned() -> None:
    for name in ("page-1", "page-2"):
        made = SERVICES[name]["build"]["dockerfile_inline"]
        assert re.findall(r"^FROM (\S+)$", made, re.MULTILINE) == ["python:3.11.13-slim-bookworm"]
        for copied in re.findall(r"^COPY (.+) \S+$", made, re.MULTILINE):
            assert all((ROOT / one).exists() for one in copied.split())


def test_nothing_but_nginx_is_published() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"nginx"}
    inside = {
        name for name, network in COMPOSE["networks"].items() if (network or {}).get("internal")
    }
    outside = {name for name in SERVICES if set(SERVICES[name]["networks"]) - inside}
    assert outside == {"nginx"}


def test_every_secret_comes_from_outside() -> None:
    given = [
        str(value)
        for service in SERVICES.values()
        for key, value in service.get("environment", {}).items()
        if re.search("PASSWORD|TOKEN|SECRET|PGPASS", key)
    ]
    assert len(given) >= 5
    assert all("${" in value and ":?" in value for value in given)


def test_the_pages_are_started_as_the_command_line_takes_it() -> None:
    from qa.page.ui.options import page_options

    python, app, *options = SERVICES["page-1"]["command"]
    assert (python, app) == ("python", "app.py")
    filled = [re.sub(r"\$\{NAME[^}]*\}", "articles.example", one) for one in options]
    args = page_options(filled, "app.py")
    subnet = COMPOSE["networks"]["front"]["ipam"]["config"][0]["subnet"]
    assert args.trusted_proxy == [subnet]
    assert (args.port, args.log_json, args.allow_host) == (7860, True, ["articles.example"])


def test_each_thing_used_is_there() -> None:
    for service in SERVICES.values():
        assert set(service.get("depends_on", {})) <= SERVICES.keys()
        assert set(service.get("secrets", [])) <= COMPOSE["secrets"].keys()
        named = {one.partition(":")[0] for one in service.get("volumes", [])}
        assert named <= COMPOSE["volumes"].keys()


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_takes_its_settings(tmp_path: Path) -> None:
    import trustme

    certificate = tmp_path / "all.pem"
    issued = trustme.CA().issue_cert("articles.example")
    issued.private_key_and_cert_chain_pem.write_to_path(certificate)
    text = COMPOSE["configs"]["nginx"]["content"].replace("$$", "$")
    text = re.sub(
        r"/run/secrets/\w+", str(certificate), text.replace("${NAME}", "articles.example")
    )
    text = re.sub(r"page-[12]:", "127.0.0.1:", text).replace("listen 443", "listen 127.0.0.1:8443")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {tmp_path / kind};\n" for kind in kinds)
    file = tmp_path / "nginx.conf"
    file.write_text(
        f"pid {tmp_path / 'pid'};\nevents {{}}\nhttp {{\naccess_log off;\n{places}{text}}}\n"
    )
    done = subprocess.run(
        ["nginx", "-t", "-c", str(file), "-e", str(tmp_path / "errors")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_proxy_passes_on_what_the_security_page_says() -> None:
    page = (ROOT / ".github" / "SECURITY.md").read_text("utf-8")
    (documented, *_) = re.findall(r"```nginx\n(.*?)```", page, re.DOTALL)
    wanted = set(re.findall(r"^ +(proxy_(?!pass)[^;]+);", documented, re.MULTILINE))
    given = COMPOSE["configs"]["nginx"]["content"].replace("$$", "$")
    assert wanted
    assert wanted <= set(re.findall(r"^ +(proxy_(?!pass)[^;]+);", given, re.MULTILINE))
