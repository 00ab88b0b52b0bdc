"""Phone numbers and addresses in a CV are private, wherever in its header they stand."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

import pytest
import yaml

from sphinx_homepage.cv.completion import completed
from sphinx_homepage.cv.json_resume import read_json_resume
from sphinx_homepage.cv.model import Cv
from sphinx_homepage.cv.rendercv import read_rendercv
from sphinx_homepage.profile.model import AuthorProfile

if TYPE_CHECKING:
    from sphinx_homepage.core.problems import Problem


def header(text: str, published: frozenset[str] = frozenset()) -> tuple[Cv, list[Problem]]:
    return read_rendercv("cv:\n" + textwrap.indent(textwrap.dedent(text), "  "), published)


NUMBER = "+44 20 7946 0958"


@pytest.mark.parametrize(
    "connection",
    [
        '{placeholder: "Call me", url: "tel:+442079460958"}',
        '{placeholder: "WhatsApp", url: "https://wa.me/442079460958"}',
        '{placeholder: "Signal", url: "https://signal.me/#p/+442079460958"}',
        '{placeholder: "Write", url: "https://api.whatsapp.com/send?phone=442079460958"}',
        '{placeholder: "Write", url: "https://t.me/+442079460958"}',
        '{url: "https://wa.me/442079460958"}',
        f'{{placeholder: "Phone: {NUMBER}"}}',
        f'{{placeholder: "{NUMBER} (office)"}}',
        f'{{placeholder: "{NUMBER} ext. 12"}}',
        f'{{placeholder: "{NUMBER}x12"}}',
        f'{{placeholder: "\N{BLACK TELEPHONE} {NUMBER}"}}',
        '{placeholder: "020 7946 0958"}',
        '{placeholder: "+44–20–7946–0958"}',
        '{placeholder: "+44\N{NO-BREAK SPACE}20\N{NO-BREAK SPACE}7946\N{NO-BREAK SPACE}0958"}',
    ],
)  # fmt: skip
def test_a_number_in_a_connection_is_private(connection: str) -> None:
    text = f"\n        custom_connections:\n          - {connection}\n"
    hidden, _problems = header(text)
    assert hidden == Cv()
    shown, problems = header(text, frozenset({"phone"}))
    assert not problems
    assert len(shown.phones) + len(shown.profiles) == 1


@pytest.mark.parametrize(
    "network",
    [
        f'{{network: WhatsApp, username: "{NUMBER}"}}',
        f'{{network: Whats App, username: "{NUMBER}"}}',
        f'{{network: WhatsApp, username: "{NUMBER}", url: "https://wa.me/442079460958"}}',
        '{network: WhatsApp, username: "x", url: "https://wa.me/442079460958"}',
        '{network: Telegram, username: "+442079460958"}',
        '{network: Telegram, username: "442079460958"}',
        '{network: Signal, username: "+442079460958", url: "https://signal.me/#p/+442079460958"}',
        '{network: Phone, username: "+442079460958", url: "tel:+442079460958"}',
        '{network: Phone, username: office, url: "TEL:+442079460958"}',
        '{network: Signal, username: ada, url: "https://signal.me/#p/+442079460958"}',
        f'{{network: Office, username: "{NUMBER}", url: "https://example.org/"}}',
        f'{{network: LinkedIn, username: "{NUMBER}", url: "https://www.linkedin.com/in/ada"}}',
    ],
)  # fmt: skip
def test_a_number_on_a_network_is_private(network: str) -> None:
    assert header(f"\n        social_networks:\n          - {network}\n")[0] == Cv()
    # It is the same in the other format.
    profile = yaml.safe_load(network)
    text = json.dumps({"basics": {"profiles": [profile, {"username": NUMBER}]}})
    assert read_json_resume(text)[0] == Cv()


@pytest.mark.parametrize("network", ["Phone", "Office"])
def test_a_number_with_a_url_of_its_own(network: str) -> None:
    profile = {"network": network, "username": "x", "url": "TEL:+442079460958"}
    text = json.dumps({"basics": {"profiles": [profile]}})
    assert read_json_resume(text) == (Cv(), [])
    assert read_json_resume(text, frozenset({"phone"}))[0].phones == ("+442079460958",)
    text = f"cv: {{social_networks: [{json.dumps(profile)}]}}"
    assert read_rendercv(text) == (Cv(), [])
    assert read_rendercv(text, frozenset({"phone"}))[0].phones == ("+442079460958",)


@pytest.mark.parametrize("website", ["https://wa.me/442079460958", "https://t.me/+442079460958"])
def test_a_number_in_a_website_is_private(website: str) -> None:
    assert header(f"website: {website}")[0] == Cv()


@pytest.mark.parametrize(
    "text",
    [
        '{placeholder: "+44 20 7946 0958 (office)"}',
        '{placeholder: "Reception 020 7946 0958", url: "https://example.org/"}',
    ],
)
def test_what_may_be_no_number_is_told(text: str) -> None:
    _cv, problems = header(f"\n        custom_connections:\n          - {text}\n")
    assert [problem.message for problem in problems] == [
        "a connection has what looks like a phone number, which is not published; remove it, or add "
        "':publish: phone' to the directive"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "social_networks: [{network: ORCID, username: 0000-0002-1825-0097}]",
        "social_networks: [{network: Scopus, username: 7000000000}]",
        "social_networks: [{network: Stack Overflow, username: 1234567/ada}]",
        "social_networks: [{network: Telegram, username: ada1815}]",
        "custom_connections: [{placeholder: 0000-0002-1825-0097, url: 'https://orcid.org/0000-0002-1825-0097'}]",
        "custom_connections: [{placeholder: 0000-0002-1825-009X, url: 'https://orcid.org/0000-0002-1825-009X'}]",
        "custom_connections: [{placeholder: Room 1815, url: 'https://example.org/2021/12345678'}]",
        "website: https://example.org/12345678",
    ],
)  # fmt: skip
def test_other_numbers_are_not_private(text: str) -> None:
    cv, problems = header(text)
    assert not problems
    assert len(cv.profiles) + len(cv.websites) == 1 and not cv.phones


@pytest.mark.parametrize("key", ["city", "region", "countryCode"])
def test_an_address_in_json_is_private(key: str) -> None:
    text = json.dumps({"basics": {"location": {key: "10 Downing Street, SW1A 2AA"}}})
    cv, problems = read_json_resume(text)
    assert not cv.place.in_words and not cv.without_private(frozenset()).place.postal
    assert f"{key} has a number in it, and a postal address is not published" in problems[0].message
    cv, problems = read_json_resume(text, frozenset({"address"}))
    assert cv.place.postal == "10 Downing Street, SW1A 2AA" and not problems


def test_a_street_of_the_author_is_private() -> None:
    assert completed(Cv(), AuthorProfile(name="Ada", location="London"), "").place.city == "London"
    assert not completed(Cv(), AuthorProfile(name="Ada", location="10 Downing Street"), "").place.in_words
