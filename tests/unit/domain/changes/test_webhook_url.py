"""The URL of a webhook."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.changes.webhook_url import (
    LONGEST_URL,
    InvalidUrl,
    WebhookUrl,
    read_exceptions,
    read_webhook_url,
)


def errors(url: str, *exceptions: str) -> list[str]:
    """The first words of every fault, in English."""
    try:
        read_webhook_url(url, exceptions)
    except InvalidUrl as error:
        return [text.en for text in error.fouten]
    return []


@pytest.mark.parametrize(
    ("url", "adres"),
    [
        ("https://bpv.school.nl", WebhookUrl("bpv.school.nl", 443, "/")),
        ("https://bpv.school.nl/", WebhookUrl("bpv.school.nl", 443, "/")),
        ("https://BPV.School.nl:443/In/Hook?x=1", WebhookUrl("bpv.school.nl", 443, "/In/Hook?x=1")),
        ("HTTPS://bpv.school.nl?sleutel=a%20b", WebhookUrl("bpv.school.nl", 443, "/?sleutel=a%20b")),
        ("https://xn--caf-dma.nl/a;b,c", WebhookUrl("xn--caf-dma.nl", 443, "/a;b,c")),
        ("https://1a.2b.c3/@x:y", WebhookUrl("1a.2b.c3", 443, "/@x:y")),
    ],
)
def test_is_read(url: str, adres: WebhookUrl) -> None:
    """A plain URL is read into host, port and what is asked for there."""
    assert read_webhook_url(url) == adres


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("", "must begin"),
        ("http://bpv.school.nl/", "must begin"),
        ("ftp://bpv.school.nl/", "must begin"),
        ("//bpv.school.nl/", "must begin"),
        ("https:/bpv.school.nl/", "must begin"),
        ("https:bpv.school.nl", "must begin"),
        (" https://bpv.school.nl/", "characters"),
        ("https://bpv.school.nl/\r\nX: y", "characters"),
        ("https://bpv.school.nl/\t", "characters"),
        ("https://bpv.school.nl\\@10.0.0.1/", "characters"),
        ("https://bpv.schöol.nl/", "characters"),
        ("https://bpv.school.nl/%zz", "characters"),
        ("https://bpv.school.nl/%", "characters"),
        ("https://u@bpv.school.nl/", "user name"),
        ("https://u:p@bpv.school.nl/", "user name"),
        ("https://bpv.school.nl@10.0.0.1/", "user name"),
        ("https://bpv.school.nl/#x", "`#`"),
        ("https://bpv.school.nl#@10.0.0.1/", "`#`"),
        ("https://bpv.school.nl:8443/", "port 443"),
        ("https://bpv.school.nl:22/", "port 443"),
        ("https://bpv.school.nl:99999/", "port 443"),
        ("https://bpv.school.nl:/", "name from DNS"),
        ("https://bpv.school.nl:x/", "name from DNS"),
        ("https:///pad", "name from DNS"),
        ("https://bpv.school.nl./", "name from DNS"),
        ("https://.school.nl/", "name from DNS"),
        ("https://-a.school.nl/", "name from DNS"),
        ("https://a_b.school.nl/", "name from DNS"),
        (f"https://{'a' * 64}.nl/", "name from DNS"),
        (f"https://{'.'.join(['a' * 60] * 5)}.nl/", "name from DNS"),
        ("https://[::1]/", "name from DNS"),
        ("https://[2a02:a440::1]/", "name from DNS"),
        ("https://[::ffff:169.254.169.254]:443/", "name from DNS"),
        ("https://127.0.0.1/", "IP address"),
        ("https://8.8.8.8/", "IP address"),
        ("https://169.254.169.254/latest/meta-data/", "IP address"),
        ("https://127.1/", "IP address"),
        ("https://2130706433/", "IP address"),
        ("https://0x7f000001/", "IP address"),
        ("https://0x7f.0.0.0x1/", "IP address"),
        ("https://0177.0.0.01/", "IP address"),
        ("https://localhost/", "public DNS"),
        ("https://intranet/", "public DNS"),
        ("https://metadata.google.internal/", "public DNS"),
        ("https://printer.local/", "public DNS"),
        ("https://a.localhost/", "public DNS"),
        ("https://1.0.0.127.in-addr.arpa/", "public DNS"),
        ("https://" + "a.nl/" + "x" * LONGEST_URL, "longer"),
    ],
)
def test_refused(url: str, word: str) -> None:
    """What is not a plain https URL with a public name on port 443 is refused, and says why."""
    assert [error for error in errors(url) if word in error]


def test_all_errors_at_once() -> None:
    """Every fault of a URL is named at once."""
    assert len(errors("http://u:p@127.0.0.1:8080/ x#y" + "z" * LONGEST_URL)) == 7


@pytest.mark.parametrize(
    ("url", "is_right"),
    [
        ("https://localhost:9443/hook", True),
        ("https://LOCALHOST:9443/hook", True),
        ("https://localhost:9444/hook", False),
        ("https://localhost/hook", False),
        ("https://localhost.:9443/hook", False),
        ("https://x@localhost:9443/hook", False),
        ("http://localhost:9443/hook", False),
        ("https://127.0.0.1:9443/hook", False),
    ],
)
def test_an_exception_is_exact(url: str, is_right: bool) -> None:  # noqa: FBT001 - a table
    """An exception lets through its own host and port, over https, and nothing beside it."""
    assert (errors(url, "localhost:9443") == []) is is_right


@pytest.mark.parametrize(
    ("listing", "ca", "stage", "places"),
    [
        ("", "", "productie", set()),
        (" , ", "\n", "productie", set()),
        ("", "", "test", set()),
        ("localhost:9443", "PEM", "ontwikkeling", {"localhost:9443"}),
        ("localhost:9443, 127.0.0.1:1,", "PEM", "acceptatie", {"localhost:9443", "127.0.0.1:1"}),
    ],
)
def test_exceptions(listing: str, ca: str, stage: str, places: set[str]) -> None:
    """Exceptions are read from their list; none are possible in every stage."""
    assert read_exceptions(listing, ca, stage).places == places


@pytest.mark.parametrize(
    ("listing", "ca", "stage"),
    [
        ("localhost:9443", "PEM", "productie"),
        ("", "PEM", "productie"),
        ("localhost:9443", "", "productie"),
        ("localhost:9443", "", "test"),
        ("", "PEM", "test"),
        ("localhost", "PEM", "test"),
        ("Localhost:9443", "PEM", "test"),
        ("*:9443", "PEM", "test"),
        ("localhost:9443/pad", "PEM", "test"),
        ("https://localhost:9443", "PEM", "test"),
    ],
)
def test_impossible_exceptions(listing: str, ca: str, stage: str) -> None:
    """In production none is taken; elsewhere only host and port, with their CA."""
    with pytest.raises(ValueError, match="exceptions"):
        read_exceptions(listing, ca, stage)


URLS = st.one_of(
    st.text(max_size=60),
    st.from_regex(r"https://[!-~]{0,40}", fullmatch=True),
    st.builds(
        "https://{}{}{}".format,
        st.sampled_from(["", "a@", "a:b@", "@"]),
        st.ip_addresses().map(str) | st.integers(0, 2**33).map(str) | st.integers(0, 2**33).map(hex),
        st.sampled_from(["", ":443", ":80", "/", "/.nl", ".", "#.nl", "?.nl", "\\.nl", "%2enl"]),
    ),
)


@given(URLS)
def test_what_was_read_is_a_name(url: str) -> None:
    """Whatever passes has a name that no reader of addresses takes for one, on 443, and a target in ASCII."""
    try:
        adres = read_webhook_url(url)
    except InvalidUrl:
        assert errors(url)
        return
    assert adres.port == 443
    assert adres.host.rpartition(".")[2][0].isalpha()
    assert adres.target.startswith("/")
    assert adres.target.isascii()
    assert not set(adres.target) & set(" \r\n\t#\\")
    with pytest.raises(OSError, match="illegal IP"):
        socket.inet_aton(adres.host)
