"""Sign-in and the other account pages wear the site's look, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["login", "password/reset"])
def test_account_page_is_accessible(page, live_server, path, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/ru/accounts/{path}/")
    assert page.locator("form.card").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


def test_empty_sign_in_says_what_is_missing_beside_the_fields(page, live_server):
    page.goto(f"{live_server.url}/ru/accounts/login/")
    page.locator("form.card button").click()
    assert page.evaluate("document.activeElement.className") == "errors"
    assert page.locator(".field.bad").count() == 2
    assert page.locator("input[type=password]").get_attribute("aria-invalid") == "true"
