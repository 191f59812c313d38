"""Which addresses are URLs that a program may follow."""

from __future__ import annotations

import pytest

from exitban.report.html import link
from exitban.scenario import bundled, read
from exitban.scenario.addresses import url_of


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b=c#d",
        "http://[::1]:8080/x",
        "https://example.org/%D0%9E",
        "urn:isbn:9780521880626",
        "doi:10.1086/226707",
    ],
)
def test_urls_stay_as_they_are(address: str) -> None:
    assert url_of(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "not a url at all [x]",
        "javascript:alert(3)",
        "mailto:someone@example.org",
        "file:///etc/hostname",
        "example.org/a",
        "http://[x",
        "http:///a",
        "https://example.org/a b",
        " https://example.org/",
        "https://example.org/\n",
        "https://example.org/%zz",
        "https://example.org/[a]",
        "https://example.org/#a#b",
        "https://example.org:99999/",
        'https://example.org/"onclick="x',
        "urn:",
    ],
)
def test_all_else_is_words(address: str) -> None:
    assert url_of(address) == ""
    assert "href" not in link(address, "here")


def test_letters_beyond_ascii_are_written_by_their_bytes() -> None:
    """RFC 3987, 3.1: the host by IDNA, the rest by percent signs."""
    assert (
        url_of("https://b\u00fccher.example:80/\u00e9?\u00e9#\u00e9")
        == "https://xn--bcher-kva.example:80/%C3%A9?%C3%A9#%C3%A9"
    )


def test_every_address_of_a_bundled_scenario_is_a_url() -> None:
    hops = [hop for one in bundled() for claim in read(one.name).evidence.claims.values() for hop in claim.chain]
    assert [hop.address for hop in hops if hop.address and not hop.url] == []
    assert any(hop.url for hop in hops)
