"""The soak's news site: good feeds that are good, one that is not, and what the reader is owed."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from bench import site as module
from bench.articles import DATA
from bench.site import BAD, GOOD, Site, serving

pytestmark = pytest.mark.skipif(not (DATA / "wikinews").exists(), reason="no Wikinews here")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(1) as made:
        yield made


def got(url: str, **headers: str) -> tuple[int, bytes, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as a:
            return a.status, a.read(), a.headers["ETag"] or ""
    except urllib.error.HTTPError as error:
        return error.code, b"", ""


def test_a_feed_leads_to_its_pages_and_says_what_has_not_changed(site: Site) -> None:
    name = GOOD[0]
    status, body, version = got(f"{site.root}/{name}/feed.xml")
    assert status == 200
    (address,) = [u for u in site.owed() if f"/{name}/" in u]
    assert address.encode() in body
    assert got(f"{site.root}/{name}/feed.xml", **{"If-None-Match": version})[0] == 304
    text = got(address)[1].decode()
    article = site.pages[address.removeprefix(site.root)]
    assert all(p.split("&")[0][:40] in text for p in article.text.split("\n\n"))
    site.publish(name)
    assert got(f"{site.root}/{name}/feed.xml", **{"If-None-Match": version})[0] == 200


def test_what_left_a_feed_keeps_its_page_and_is_still_owed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LISTED", 3)
    for _ in range(5):
        site.publish(GOOD[1])
    body = got(f"{site.root}/{GOOD[1]}/feed.xml")[1]
    owed = [u for u in site.owed() if f"/{GOOD[1]}/" in u]
    assert [u.encode() + b"<" in body for u in owed] == [False] * 3 + [True] * 3
    assert got(owed[0])[0] == 200
    assert got(f"{site.root}/{GOOD[1]}/999")[0] == 404


def test_only_the_bad_feed_misbehaves_and_owes_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FAULTY", 1.0)
    monkeypatch.setattr(module, "FAULTS", ("error",))
    assert got(f"{site.root}/{BAD}/feed.xml")[0] == 503
    assert {got(f"{site.root}/{name}/feed.xml")[0] for name in GOOD} == {200}
    assert site.answers == {"error": 1, "well": len(GOOD)}
    assert not [url for url in site.owed() if f"/{BAD}/" in url]
