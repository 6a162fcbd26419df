"""Settings: what each reads, and that what is missing is told by name."""

from collections.abc import Callable, Mapping

import pytest
from stagemarkt import settings
from stagemarkt.domain.cache.retention import CacheMode, Duration

BRON = {
    "SBB_URL": "https://sbb.example/whitelabel",
    "SBB_NAMESPACE": "urn:stagemarkt:whitelabel:2.1",
    "SBB_SOAPACTION": "urn:stagemarkt:whitelabel:2.1/",
    "SBB_OIN": "00000001003214345000",
    "SBB_TERMIJN": "20",
}
ONE_NAME: list[tuple[Callable[[Mapping[str, str]], object], str]] = [
    (settings.answer_table, "ANTWOORDEN_TABEL"),
    (settings.refresh_queue, "VERVERSINGEN_URL"),
    (settings.sightings_table, "WAARNEMINGEN_TABEL"),
    (settings.toegang_table, "TOEGANG_TABEL"),
    (settings.pepper_secret, "PEPER_GEHEIM"),
    (settings.secrets_prefix, "GEHEIMEN_VOORVOEGSEL"),
]


@pytest.mark.parametrize(("choice", "sleutel"), [("aan", None), ("uit", "gezamenlijk")])
def test_shared_usage_key(choice: str, sleutel: str | None) -> None:
    """Only where afnemers have no limit of their own is there a key for all."""
    environment = {"LIMIET_PER_AFNEMER": choice, "GEZAMENLIJKE_POORTSLEUTEL": "gezamenlijk"}
    assert settings.shared_gateway_key(environment) == sleutel


def test_bron() -> None:
    """A function that asks SBB knows where, in what words and for how long."""
    bron = settings.bron(BRON)
    assert (bron.url, bron.namespace, bron.soapaction) == (
        BRON["SBB_URL"],
        BRON["SBB_NAMESPACE"],
        BRON["SBB_SOAPACTION"],
    )
    assert (bron.receiver_oin, bron.seconden) == ("00000001003214345000", 20.0)


def test_signaalcodes_are_optional() -> None:
    """Without other meanings the table is as it is."""
    assert settings.bron(BRON).signaalcodes == ""
    assert settings.bron(BRON | {"SBB_SIGNAALCODES": "1:in-orde"}).signaalcodes == "1:in-orde"


@pytest.mark.parametrize("name", BRON)
@pytest.mark.parametrize("empty", [True, False], ids=["empty", "absent"])
def test_what_is_missing_for_the_source_is_named(name: str, *, empty: bool) -> None:
    """A variable that is absent or empty is named."""
    environment = BRON | {name: ""} if empty else {n: w for n, w in BRON.items() if n != name}
    with pytest.raises(settings.MissingSetting, match=name):
        settings.bron(environment)


DELIVERY = {
    "AWS_PARTITIE": "aws",
    "AWS_REKENING": "000000000000",
    "STAGE": "test",
}


def test_delivery_completely() -> None:
    """Everything that sending needs is read; exceptions are there only when they are set."""
    assert settings.delivery_settings(DELIVERY) == settings.DeliverySettings("aws", "000000000000", "test")
    additions = {"WEBHOOK_UITZONDERINGEN": "localhost:9443", "WEBHOOK_UITZONDERINGEN_CA": "PEM"}
    using = settings.delivery_settings(DELIVERY | additions)
    assert (using.exceptions, using.exceptions_ca) == ("localhost:9443", "PEM")


@pytest.mark.parametrize("name", DELIVERY)
def test_what_is_missing_for_delivery_is_named(name: str) -> None:
    """A variable that is absent is named: without the stage nothing is sent either."""
    with pytest.raises(settings.MissingSetting, match=name):
        settings.delivery_settings({n: w for n, w in DELIVERY.items() if n != name})


@pytest.mark.parametrize(("read", "name"), ONE_NAME)
def test_settings_of_one_name(read: Callable[[Mapping[str, str]], object], name: str) -> None:
    """Each reads its own variable, and names it when it is not there."""
    assert read({name: "x"}) == "x"
    with pytest.raises(settings.MissingSetting, match=name):
        read({})


@pytest.mark.parametrize("mode", CacheMode)
def test_cachemodus(mode: CacheMode) -> None:
    """The three choices are read by their names."""
    assert settings.cachemodus({"CACHE_MODE": mode.value}) is mode


@pytest.mark.parametrize("text", ["", "aan", "VOLLEDIG", " uit"])
def test_no_other_cache_mode_exists(text: str) -> None:
    """A choice that is none of the three, or none at all, stops the function: there is no default."""
    with pytest.raises(settings.MissingSetting, match="CACHE_MODE"):
        settings.cachemodus({"CACHE_MODE": text})


def test_shelf_life() -> None:
    """How long what is good: as it is chosen, and nothing where nothing is."""
    assert settings.cache_lifetimes({}) == {}
    chosen = {"HOUDBAAR_IDENTIFICATIE": "60/120", "HOUDBAAR_NIETS": "1/1", "HOUDBAAR_DETAILGEGEVENS": ""}
    assert settings.cache_lifetimes(chosen) == {"identificatie": Duration(60, 120), "niets": Duration(1, 1)}


@pytest.mark.parametrize("value", ["60", "60/", "/60", "x/y", "120/60", "-1/60", "1/2/3"])
def test_an_impossible_shelf_life(value: str) -> None:
    """What ends before it is stale, or is no number, is named."""
    with pytest.raises(settings.MissingSetting, match="HOUDBAAR_NIETS"):
        settings.cache_lifetimes({"HOUDBAAR_NIETS": value})
