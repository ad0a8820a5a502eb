"""A person with a browser: goes to pages, looks at each with axe, and works with them."""

import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

from casestudies.models import CaseVersion
from exercises.grading import best_response
from exercises.grading.codec import load_item
from exercises.models import Attempt
from exercises.selectors import attempt_view, options_of, to_names
from jobs.models import Job
from jobs.services import run
from people.models import User

SIZES = (360, 1280)
# The screens whose pictures stand in docs/pictures.
PICTURED = {
    "home", "join", "module", "lesson-3", "task-answered", "desk", "debrief", "certificates",
    "verify", "country",
}  # fmt: skip
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
}


def run_jobs() -> None:
    """What the worker would do now."""
    for _ in range(5):
        waiting = list(Job.objects.filter(state="waiting").values_list("pk", flat=True))
        if not waiting:
            return
        for pk in waiting:
            run(pk)


class Traveller:
    def __init__(
        self,
        context: BrowserContext,
        address: str,
        language: str,
        width: int,
        pictures: Path | None = None,
    ) -> None:
        self.context, self.address = context, address
        self.language, self.width, self.pictures = language, width, pictures
        self.page: Page = context.new_page()
        self.axe = Axe()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")
        if not response.url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"another origin: {response.url}")

    # --- Looking --------------------------------------------------------------------

    def go(self, path: str) -> None:
        self.page.goto(f"{self.address}/{self.language}{path}")

    def look(self, name: str) -> None:
        """No axe violation and no sideways scrolling, at both sizes; a picture where asked."""
        for width in SIZES:
            self.page.set_viewport_size({"width": width, "height": 800})
            found = self.axe.run(self.page, options=AXE).response["violations"]
            assert found == [], f"{name} at {width}: {[v['id'] for v in found]} {found[:1]}"
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{name} at {width} px is {wide} px wide"
            if self.pictures and name in PICTURED:
                path = self.pictures / f"{name}-{self.language}-{width}.png"
                self.page.screenshot(path=str(path))
        self.page.set_viewport_size({"width": self.width, "height": 800})
        assert self.complaints == [], name

    @property
    def text(self) -> str:
        return self.page.inner_text("main")

    # --- Working --------------------------------------------------------------------

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()

    def sign_in(self, email: str, password: str) -> None:
        self.go("/accounts/login/")
        self.page.fill("[name=login]", email)
        self.page.fill("[name=password]", password)
        self.press("main form button")

    def answer_task(self, person: User, number: int) -> None:
        """Answer the shown exercise with the best response its key knows."""
        attempt = Attempt.objects.owned_by(person).select_related("exercise_set").latest("pk")
        slot = attempt_view(attempt).slots[number - 1]
        best: dict[str, Any] = best_response(load_item(slot.version.private["item"]))
        for name in to_names(attempt, slot, best.get("options", [])):
            self.page.check(f'[name=option][value="{name}"]')
        if "value" in best:
            shown = best["value"].replace(".", "," if self.language == "ru" else ".")
            self.page.fill("[name=value]", shown)
            if self.page.locator("select[name=unit]").count():
                self.page.select_option("[name=unit]", best["unit"])
        if best.get("code") == "not-listed":
            self.page.check("[name=listed]")
        elif "code" in best:
            self.page.fill("[name=code]", best["code"].replace("A", "А").replace("B", "В"))
        assert options_of(attempt, slot) is not None
        self.press("[name=check][value='1']")

    def decide_stage(self) -> str:
        """Pin what proves the expert's answers, then choose as the expert does.

        Returns the stage's key, or "" when the case has come to an end.
        """
        self.go(f"/cases/{CASE}/desk/")
        here = self.page.locator("form#decision [name=stage]")
        if not here.count():
            return ""
        spec = CaseVersion.objects.latest("pk").spec
        key = here.input_value()
        stage = next(stage for stage in spec["stages"] if stage["key"] == key)
        wanted = {q["key"]: q.get("evidence") for q in stage["questions"]}
        pins = [ref for proof in wanted.values() if proof for ref in proof["relevant"]]
        for ref in dict.fromkeys(pins):
            paper = ref.partition(".")[0]
            self.go(f"/cases/{CASE}/papers/{paper}/")
            button = self.page.locator(f'button[name=pin][value="{ref}"]')
            if button.count():
                button.click()
        self.go(f"/cases/{CASE}/desk/")
        # Lines that were pinned at an earlier stage are folded: unfold them.
        self.page.evaluate(
            "document.querySelectorAll('form#decision details').forEach((d) => { d.open = true })"
        )
        for question in stage["questions"]:
            self._choose(question)
            for ref in (wanted[question["key"]] or {}).get("relevant", []):
                self.page.check(f'[name="e-{question["key"]}"][value="{ref}"]')
        return str(key)

    def _choose(self, question: dict[str, Any]) -> None:
        options = question["options"]
        credit = {option["key"]: _number(option.get("credit", 0)) for option in options}
        if question["kind"] == "single":
            chosen = [max(credit, key=lambda key: credit[key])]
        else:
            chosen = [key for key, value in credit.items() if value > 0]
        for key in chosen:
            self.page.check(f'[name="q-{question["key"]}"][value="{key}"]')


CASE = "informed-exporter-valves"


def _number(credit: Any) -> float:
    top, _, bottom = str(credit).partition("/")
    return float(top) / float(bottom or 1)


def number_in(text: str) -> str:
    found = re.search(r"STC-\d{4}-\d{6}", text)
    assert found, text[:500]
    return found[0]
