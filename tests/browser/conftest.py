"""A shipped installation behind a live server, and a person who travels through it."""

import os
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser.traveller import Traveller
from tests.house import ROOT

PICTURES = ROOT / "docs" / "pictures"


@pytest.fixture
def shipped(transactional_db: None, live_server: LiveServer, settings: object) -> str:
    """Curriculum and demo people as `make run` loads them; returns the server's address."""
    call_command("load_content", verbosity=0)
    call_command("load_demo", verbosity=0)
    settings.SITE_URL = live_server.url  # type: ignore[attr-defined]
    return str(live_server.url)


@pytest.fixture
def travellers(browser: Browser, shipped: str) -> Iterator["Pool"]:
    pool = Pool(browser, shipped)
    yield pool
    pool.close()


class Pool:
    """Makes travellers, each with an own browser profile; all are closed at the end."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.open: list[Traveller] = []

    def traveller(self, language: str, width: int, *, pictures: bool = False) -> Traveller:
        context = self.browser.new_context(
            viewport={"width": width, "height": 800},
            locale={"en": "en-GB", "ru": "ru-RU"}[language],
            reduced_motion="reduce",
        )
        folder = PICTURES if pictures and os.environ.get("STC_PICTURES") else None
        made = Traveller(context, self.address, language, width, folder)
        self.open.append(made)
        return made

    def close(self) -> None:
        for traveller in self.open:
            traveller.context.close()
