"""One article from the web: a URL in, an Article out.

    URL -> index.fetching.page -> Page -> the reader of saved web pages -> Article

`index.fetching.addresses` decides where a connection may go, `index.fetching.page` what is asked
for and how much of it is read; `index.reading.html` finds the article in the page, in a process of
its own that `index.reading.guard` watches.
"""

from __future__ import annotations

import codecs
import ssl
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

import httpcore
import httpx

from index.article import Article
from index.errors import FetchError, ReadError, UsageError
from index.fetching.addresses import Refused, Resolver, system_resolver
from index.fetching.page import BY_HAND, FetchSettings, Page, checked_url, fetch_page, shown
from index.reading.charset import Decoded, decode_markup
from index.reading.clean import id_from_url, one_line
from index.reading.guard import Guard, Stopped
from index.reading.record import Record, article_of
from index.reading.source import Limits, Source

__all__ = ["FetchSettings", "fetch_article", "fetch_or_report"]

_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DEFAULTS: Final = FetchSettings()


def fetch_article(
    url: str,
    settings: FetchSettings = _DEFAULTS,
    *,
    resolver: Resolver = system_resolver,
    trust: ssl.SSLContext | None = None,
) -> Article:
    """The article on a web page.

    Any port may be named. Redirects are followed, never from https to http. One page is asked
    for, as by a browser, so robots.txt is not consulted; scripts are not run.

    Proxies named in the environment are not used: a proxy resolves names itself, and nothing here
    could then check where the connection goes. Where the web is only to be had through a proxy,
    save pages in a browser and add the files.

    Args:
        url: an http or https address; a host in other letters than ASCII is understood.
        settings: how far to go; finding the article in the page has ten seconds of its own.
        resolver: from host name and port to all addresses; the system's by default.
        trust: whose certificates to accept; those of the public web by default.

    Returns:
        The article. Its `url` is the page's canonical address if that is on the same host, else
        the one where the redirects ended; its `id` is made from that, as for a saved page.

    Raises:
        UsageError: not an http(s) URL, or one with a user or password.
        FetchError: refused, unreachable, too large, too slow, no HTML, or no article on the page.
    """
    try:
        first = checked_url(url.strip())
    except Refused as error:
        raise UsageError(f"{shown(url)} {error}") from None
    try:
        page = fetch_page(
            first, settings, resolver, trust or httpx.create_ssl_context(trust_env=False)
        )
        return _article(page)
    except Refused as error:
        reason = str(error)
    except httpcore.TimeoutException:
        reason = f"took longer than {settings.seconds:g} seconds; try again, or allow it more time"
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        reason = _network_reason(error)
    except OSError as error:
        reason = f"could not be kept while it was read ({error.strerror or error}); free some room"
    raise FetchError(shown(first), reason)


def fetch_or_report(url: str, settings: FetchSettings = _DEFAULTS) -> Article | ReadError:
    """As `fetch_article`, but an article that cannot be had is an error to be reported.

    Raises:
        UsageError: not an http(s) URL, or one with a user or password.
    """
    try:
        return fetch_article(url, settings)
    except FetchError as error:
        return ReadError(error.url, error.reason)


def _article(page: Page) -> Article:
    address = str(page.url)
    host = page.url.host.removeprefix("www.")
    with tempfile.TemporaryDirectory(prefix="page-") as folder:  # the reader takes files
        source = Source(
            Path(folder, "page.html"), address, ".html", host, packed=False, url=address
        )
        read = _decoded(source, page)
        data = codecs.BOM_UTF8 + read.text.encode("utf-8", "replace")
        source.path.write_bytes(data)
        record = _record(source, Limits(article_bytes=len(data)))
    if read.damage and "\ufffd" in record.title + record.text:
        raise Refused(f"{read.damage}; {BY_HAND}")
    publisher = record.source.removesuffix(f":{page.url.port}") or host
    record = replace(record, url=_address(page.url, record), source=publisher)
    try:
        return article_of(source, record, Limits())
    except ReadError as error:
        raise Refused(f"{error.reason}; {BY_HAND}") from error


def _decoded(source: Source, page: Page) -> Decoded:
    """As `decode_markup`, with the header's charset in front of what the page itself declares.

    Servers name one for all their pages: a page that is not what its server says may still be
    what it says itself.

    Raises:
        Refused: it is neither.
    """
    try:
        if page.charset and not page.data.startswith(_MARKS):
            declared = f'<meta charset="{page.charset}">'
            try:
                read = decode_markup(source, declared.encode() + page.data)
                return replace(read, text=read.text.removeprefix(declared))
            except ReadError:
                pass
        return decode_markup(source, page.data)
    except ReadError as error:
        raise Refused(f"{error.reason}; or {BY_HAND}") from error


def _record(source: Source, limits: Limits) -> Record:
    with Guard() as guard:
        found = guard.submit(source, limits).result()
    for item in found:
        if isinstance(item, Record):
            return item
        if isinstance(item, Stopped):
            raise Refused(f"finding the article {item.reason}; {BY_HAND}")
    raise Refused(f"no article found on the page (it may need JavaScript or a login); {BY_HAND}")


def _address(url: httpx.URL, record: Record) -> str:
    """The page's canonical address if it is on the same host and is an article's, else `url`."""
    try:
        canonical = checked_url(url.join(record.url))
    except (Refused, httpx.InvalidURL):
        return str(url)
    same = canonical.host == url.host and canonical.port == url.port
    return str(canonical if same and id_from_url(str(canonical)) else url)


def _network_reason(error: Exception) -> str:
    cause = error.__context__  # httpcore drops the cause on the way
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({cause.verify_message}), so nothing was read"
    if isinstance(cause, ssl.SSLError):
        return "no protected connection could be made; check the address"
    if isinstance(cause, ConnectionRefusedError):
        return "the connection was refused; check the address, or try again later"
    if isinstance(error, httpcore.RemoteProtocolError):
        return "the site broke off, or does not speak HTTP; try again later"
    return f"cannot be reached ({one_line(str(error), 100)}); check the network, or try again later"
