"""What an attacker tries from outside on a running page, by its address alone.

Each returns what it found broken, in words; nothing when the page held.
"""

from __future__ import annotations

import ssl

import httpx

_PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody, and is made once
ROUTES = (
    ("GET", "/"),
    ("GET", "/config"),
    ("GET", "/health"),
    ("GET", "/gradio_api/info"),
    ("GET", "/gradio_api/heartbeat/abcdef"),
    ("GET", "/gradio_api/queue/data?session_hash=abcdef"),
    ("GET", "/gradio_api/call/ask/abcdef"),
    ("POST", "/gradio_api/call/ask"),
    ("POST", "/gradio_api/queue/join"),
    ("POST", "/gradio_api/upload"),
    ("POST", "/gradio_api/mcp/"),
    ("POST", "/login"),
    ("OPTIONS", "/gradio_api/queue/join"),
    ("GET", "/nowhere"),
)


def asked(
    url: str, method: str, path: str, headers: dict[str, str], body: bytes = b"{}"
) -> httpx.Response:
    """One request as it stands, the body read unless it is an event stream that goes on."""
    with httpx.Client(base_url=url, trust_env=False, timeout=10, verify=_PLAIN) as client:
        content = body if method == "POST" else None
        with client.stream(method, path, headers=headers, content=content) as answer:
            if answer.status_code != 200:
                answer.read()
            return answer


def _refused(url: str, headers: dict[str, str]) -> list[str]:
    """The routes that do not answer 403, or let another origin read what they answer."""
    broken = []
    for method, path in ROUTES:
        try:
            answer = asked(url, method, path, headers)
        except httpx.HTTPError as error:
            broken.append(f"{method} {path} with {headers}: {error!r}")
            continue
        if answer.status_code != 403:
            broken.append(f"{method} {path} with {headers}: {answer.status_code}")
        if "access-control-allow-origin" in answer.headers:
            broken.append(f"{method} {path} with {headers}: read by other origins")
    return broken


def other_hosts(url: str) -> list[str]:
    """Names that point at this machine and are not the page's."""
    port = httpx.URL(url).port
    hosts = (f"x.localhost:{port}", f"evil.example:{port}", "localhost.", "127.0.0.2", "", "a b")
    return [
        broken
        for host in hosts
        for broken in _refused(url, {"Host": host, "Origin": f"http://{host}"})
        + _refused(url, {"Host": host})
    ]


def other_origins(url: str) -> list[str]:
    """Sites that send requests to the page by its right name."""
    own = httpx.URL(url)
    origins = (
        "http://evil.example",
        f"http://x.{own.host}:{own.port}",
        f"http://{own.host}:{(own.port or 80) + 1}",
        f"https://{own.host}:{own.port}",
        "null",
        "",
        f"{own.scheme}://{own.host}:{own.port}@evil.example",
    )
    return [broken for origin in origins for broken in _refused(url, {"Origin": origin})]


def other_sites(url: str) -> list[str]:
    """What browsers say of requests that other sites cause and that bear no Origin."""
    broken = []
    for site in ("cross-site", "same-site", "nonsense"):
        for mode, dest in (("no-cors", "image"), ("no-cors", "script"), ("navigate", "iframe")):
            headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
            broken += _refused(url, headers)
    link = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    broken += [one for one in _refused(url, link) if not one.startswith("GET / ")]
    if asked(url, "GET", "/", link).status_code != 200:
        broken.append("a link to the page is refused")
    return broken


def own_callers(url: str) -> list[str]:
    """The page's own names, with and without port and origin, and programs, which must get in."""
    own = httpx.URL(url)
    tried: list[dict[str, str]] = [{}, {"Origin": str(own).rstrip("/")}]
    for host in ("localhost", "127.0.0.1", "[::1]", "LOCALHOST"):
        for name in (host, f"{host}:{own.port}", f"{host}:9999"):
            tried += [{"Host": name}, {"Host": name, "Origin": f"http://{name}"}]
    tried.append({"Host": "localhost:80", "Origin": "http://localhost"})
    return [
        f"GET /health with {headers}: {found}"
        for headers in tried
        if (found := asked(url, "GET", "/health", headers).status_code) != 200
    ]


def careless_headers(url: str) -> list[str]:
    """Answers, refusals too, that leave the browser to its own devices."""
    wanted = {
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "content-security-policy": "frame-ancestors 'self'",
    }
    broken = []
    for method, path in ROUTES:
        for headers in ({}, {"Host": "evil.example"}, {"Accept": "text/html"}):
            answer = asked(url, method, path, headers)
            policy = answer.headers.get("content-security-policy", "")
            broken += [
                f"{method} {path}: {name} is {answer.headers.get(name)!r}"
                for name, value in wanted.items()
                if value not in answer.headers.get(name, "")
            ]
            if "http" in policy or "*" in policy:
                broken.append(f"{method} {path}: outside addresses in {policy!r}")
    return broken


def spare_routes(url: str) -> list[str]:
    """Addresses of the web framework that the page has no use for."""
    spare = (
        ("GET", "/gradio_api/token"),
        ("GET", "/gradio_api/startup-events"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/proxy=http://127.0.0.1/"),
        ("GET", "/gradio_api/dev/reload"),
        ("GET", "/gradio_api/vibe-code"),
        ("POST", "/gradio_api/vibe-edit"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/process_recording"),
        ("POST", "/gradio_api/stream/abc"),
        ("GET", "/monitoring/summary"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("PUT", "/"),
        ("TRACE", "/"),
    )
    return [
        f"{method} {path}: {found}"
        for method, path in spare
        if (found := asked(url, method, path, {}).status_code) != 404
    ]
