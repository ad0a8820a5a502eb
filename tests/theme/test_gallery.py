"""Every component on one page, in a real browser: narrow and wide, with and without errors."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.theme.gallery_urls"),
    pytest.mark.django_db(transaction=True),
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALL_TARGETS = """() => [...document.querySelectorAll('a,button,summary,input')].filter(e => {
  const r = e.getBoundingClientRect();
  const inline = getComputedStyle(e).display === 'inline';
  return r.width && r.height < 24 && !inline && e.type !== 'hidden';
}).map(e => e.outerHTML.slice(0, 90))"""
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important;"
    " word-spacing: .16em !important } p { margin-block-end: 2em !important }"
)


@pytest.fixture
def address(live_server) -> str:
    return f"{live_server.url}/ru/gallery/"


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("query", ["", "?errors=1"])
def test_gallery_is_accessible_and_does_not_overflow(page, address, width, query):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + query)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate(SMALL_TARGETS) == []


def test_no_text_is_smaller_than_twelve_pixels(page, address):
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(address)
    sizes = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => e.innerText && e.checkVisibility())"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 12


def test_page_needs_no_other_origin_and_breaks_no_policy(page, address, live_server):
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith(live_server.url)] == []
    assert complaints == []


def test_russian_page_loads_only_the_fonts_it_shows(page, live_server):
    fonts: set[str] = set()
    page.on("response", lambda r: fonts.update(re.findall(r"/([\w-]+)(?:\.\w{12})?\.woff2", r.url)))
    page.goto(f"{live_server.url}/ru/plain/")
    page.wait_for_load_state("networkidle")
    assert fonts == {"source-sans-3-latin", "source-sans-3-cyrillic"}


def test_errors_take_the_focus_and_lead_to_their_controls(page, address):
    page.goto(f"{address}?errors=1")
    assert page.evaluate("document.activeElement.className") == "errors"
    page.locator(".errors a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_code"


def test_first_tab_reaches_the_skip_link(page, address):
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_menu_folds_on_phones_and_stands_open_on_desks(page, address):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(address)
    link = page.get_by_role("link", name="Сертификаты", exact=True)
    assert not link.is_visible()
    assert page.locator(".top").bounding_box()["height"] < 64
    page.get_by_text("Меню", exact=True).click()
    assert link.is_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address)
    assert link.is_visible()
    assert not page.get_by_text("Меню", exact=True).is_visible()


def test_glossary_term_opens_by_keyboard_and_escape_returns_the_focus(page, address):
    page.goto(address)
    term = page.locator("button.term")
    term.focus()
    page.keyboard.press("Enter")
    assert page.locator(".popup").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".popup").is_visible()
    assert page.evaluate("document.activeElement.className") == "term"


def test_second_press_within_a_second_sends_nothing(page, address):
    page.goto(address)
    page.evaluate("""() => {
      const form = document.querySelector('form[data-once]');
      window.sends = 0;
      form.addEventListener('submit', e => { e.preventDefault(); window.sends += 1 });
      form.requestSubmit(); form.requestSubmit();
    }""")
    assert page.evaluate("window.sends") == 1
    page.wait_for_timeout(1100)
    page.evaluate("document.querySelector('form[data-once]').requestSubmit()")
    assert page.evaluate("window.sends") == 2


def test_wider_letters_and_lines_hide_nothing(page, address):
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(address)
    page.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css);"
        " document.adoptedStyleSheets = [s] }",
        SPACING,
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_no_attack_runs_even_without_a_content_policy(page, live_server):
    ran: list[str] = []
    asked: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    response = page.goto(f"{live_server.url}/ru/attacks/")
    assert "content-security-policy" not in response.headers
    for link in page.locator("a").all():
        link.dispatch_event("mouseover")
        link.dispatch_event("focus")
    page.wait_for_timeout(300)
    assert ran == []
    assert [url for url in asked if "evil.example" in url] == []


STRETCH = """() => {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  for (const node of nodes) {
    const text = node.data.trim();
    if (text.length > 1 && text.length <= 25 && !/[0-9]/.test(text)) {
      node.data = `${text} ${text} ${text.slice(0, text.length * 0.7)}`;
    }
  }
}"""


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_labels_nearly_three_times_as_long_still_fit(page, address, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    page.evaluate(STRETCH)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1280])
def test_right_to_left_page_does_not_overflow_and_turns_its_arrows(page, address, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    arrow = "getComputedStyle(document.querySelector('.icon.flip')).transform"
    assert page.evaluate(arrow) == "matrix(-1, 0, 0, 1, 0, 0)"


def test_page_prints_to_paper(page, address):
    page.goto(address)
    page.emulate_media(media="print")
    assert not page.locator(".menu").is_visible()
    assert not page.locator(".btn").first.is_visible()
    assert page.pdf(format="A4", prefer_css_page_size=True).startswith(b"%PDF")


def test_forced_colours_keep_the_chosen_option_apart(page, address):
    page.emulate_media(forced_colors="active")
    page.goto(address)
    chosen = "getComputedStyle(document.querySelector('.opt:has(:checked)')).borderTopWidth"
    assert page.evaluate(chosen) == "3px"


def test_everything_is_there_without_scripts(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.get_by_role("heading", level=1).inner_text().startswith("Задание 3 из 8")
    page.get_by_text("Почему так").click()
    assert page.get_by_text("порог включает границу").is_visible()
    context.close()
