"""The main job, whole: from an invitation code to a certificate that anyone can verify.

Once in Russian and once in English; every page is looked at with axe at 360 and 1280 px.
"""

import io
from dataclasses import dataclass

import pypdfium2
import pytest
import zxingcpp

from academy.demo import INVITATION, PASSWORD
from exercises.models import SetSlot
from people.models import User
from tests.browser.conftest import Pool
from tests.browser.traveller import CASE, Traveller, number_in, run_jobs

pytestmark = pytest.mark.browser
COURSE = "/courses/classifying-dual-use-items"
SET = "reading-a-datasheet"
EMAIL = "officer@demo.example"
OWN_PASSWORD = "an-officer-reads-the-list"


@dataclass(frozen=True, slots=True)
class Words:
    """What tells the pages of one language apart."""

    country: str
    valid: str
    revoked: str


WORDS = {
    "ru": Words("Казахстан", "Сертификат действителен", "Сертификат недействителен: отозван"),
    "en": Words(
        "Kazakhstan", "This certificate is valid", "This certificate is not valid: revoked"
    ),
}


@pytest.mark.parametrize(("language", "width"), [("ru", 360), ("en", 1280)])
def test_from_a_code_to_a_verified_certificate(travellers: Pool, language: str, width: int) -> None:
    officer = travellers.traveller(language, width, pictures=True)
    person = join(officer)
    read_the_module(officer)
    take_the_exercises(officer, person)
    decide_the_case(officer)
    number, token = earn_the_certificate(officer)
    verify(travellers.traveller(language, width, pictures=True), token, officer, number)
    the_own_manager_sees_it_and_another_does_not(travellers, language, width, number)


def join(officer: Traveller) -> User:
    page = officer.page
    officer.go("/")
    officer.look("home")
    officer.go("/join/?chosen=1")  # as the language link of this page leads
    officer.look("join")
    page.fill("[name=code]", f"кz-{INVITATION[:4]}-{INVITATION[4:8]}-{INVITATION[8:]}".lower())
    officer.press("main form button")
    officer.look("sign-up")
    assert WORDS[officer.language].country in officer.text
    page.fill("[name=email]", EMAIL)
    page.fill("[name=first_name]", "Aliya")
    page.fill("[name=last_name]", "Demo")
    page.fill("[name=name_cyrillic]", "Әлия Өтеғұлова")
    page.fill("[name=password1]", OWN_PASSWORD)
    page.check("[name=gender][value=undisclosed]")
    page.check("[name=consent]")
    officer.press("main form.card.narrow button.btn")
    officer.go("/me/")
    officer.look("me-first")
    return User.objects.get(email=EMAIL)


def read_the_module(officer: Traveller) -> None:
    officer.go("/courses/")
    officer.look("catalogue")
    officer.go(f"{COURSE}/")
    officer.look("course")
    officer.go(f"{COURSE}/reading-the-list/")
    officer.look("module")
    officer.press("main ul.tasks a, main ol.tasks a")
    for number in range(1, 6):
        officer.look(f"lesson-{number}")
        officer.press("#read button[value=on]")
    assert SET in officer.page.url


def take_the_exercises(officer: Traveller, person: User) -> None:
    officer.go(f"/exercises/{SET}/")
    officer.look("set")
    officer.press("main form button")
    total = SetSlot.objects.filter(exercise_set__key=SET).count()
    assert total == 8
    for number in range(1, total + 1):
        officer.go(f"/exercises/{SET}/{number}/")
        officer.look("task" if number == 6 else f"task-{number}")
        officer.answer_task(person, number)
        officer.look("task-answered" if number == 6 else f"task-{number}-answered")
    officer.go(f"/exercises/{SET}/result/")
    officer.look("result")
    assert "100" in officer.page.inner_text("h1")


def decide_the_case(officer: Traveller) -> None:
    officer.go(f"/cases/{CASE}/")
    officer.look("case")
    officer.press("main form button")
    officer.look("desk")
    officer.go(f"/cases/{CASE}/papers/application/")
    officer.look("paper")
    stages = []
    while stage := officer.decide_stage():
        stages.append(stage)
        officer.press("[name=decide]")
        assert f"/stages/{stage}/" in officer.page.url, officer.text[:600]
        officer.look(f"consequence-{len(stages)}")
    assert len(stages) >= 4
    officer.go(f"/cases/{CASE}/debrief/")
    officer.look("debrief")


def earn_the_certificate(officer: Traveller) -> tuple[str, str]:
    run_jobs()
    officer.go("/me/")
    officer.look("me-earned")
    officer.press("main a.btn[href*='/certificates/awards/']")
    officer.look("name")
    assert officer.page.input_value("[name=name_cyrillic]") == "Әлия Өтеғұлова"
    officer.press("main form button")
    run_jobs()
    officer.go("/certificates/")
    officer.look("certificates")
    number = number_in(officer.text)
    pdf = officer.context.request.get(
        f"{officer.address}/{officer.language}/certificates/{number}/pdf/"
    )
    picture = pypdfium2.PdfDocument(io.BytesIO(pdf.body()))[0].render(scale=2).to_pil()
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text.startswith(f"{officer.address}/v/")
    return number, code.text.rstrip("/").rpartition("/")[2]


def verify(anyone: Traveller, token: str, officer: Traveller, number: str) -> None:
    """Whoever scans the code sees the true name; the address needs no language."""
    anyone.page.goto(f"{anyone.address}/v/{token}/")
    anyone.look("verify")
    assert WORDS[officer.language].valid in anyone.page.inner_text("h1")
    assert "Әлия Өтеғұлова" in anyone.text
    assert number in anyone.text
    assert EMAIL not in anyone.page.content()


def the_own_manager_sees_it_and_another_does_not(
    travellers: Pool, language: str, width: int, number: str
) -> None:
    manager = travellers.traveller(language, width, pictures=True)
    manager.sign_in("manager.kz@demo.example", PASSWORD)
    manager.go("/programme/KZ/")
    manager.look("country")
    assert WORDS[language].country in manager.page.inner_text("h1")
    assert manager.page.inner_text("[data-figure=certified]") == "1"
    manager.go("/programme/KZ/people/?stage=certified")
    manager.look("people")
    assert "Demo" in manager.text or "Өтеғұлова" in manager.text
    other = travellers.traveller(language, width)
    other.sign_in("manager.uz@demo.example", PASSWORD)
    other.go("/programme/UZ/")
    assert other.page.inner_text("[data-figure=certified]") == "0"
    for path in ("/programme/KZ/", "/programme/KZ/people/", f"/certificates/{number}/pdf/"):
        answer = other.context.request.get(f"{other.address}/{language}{path}")
        assert answer.status == 404
    manager.go(f"/certificates/{number}/revoke/")
    manager.look("revoke")
    manager.page.fill("[name=reason]", "Demo: issued to show how a certificate is revoked")
    manager.press("main form button")
    manager.page.goto(f"{manager.address}/{language}/certificates/register/")
    manager.look("register")
