"""Demo people: one for each role and country needed to try the product. All marked as demo data.

Their names say what they are; they stand for nobody.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from partners.models import Country, Institution
from people.enums import Gender, Role
from people.models import Invitation, User
from people.services import give_consent, grant_role, invite, move

PASSWORD = "demo-demo-demo"  # noqa: S105  (printed on purpose: demo data only)
INVITATION = "DEM0DEM0DEM0"


@dataclass(frozen=True, slots=True)
class Demo:
    email: str
    role: Role
    country: str = ""
    countries: tuple[str, ...] = ()
    first: str = "Demo"
    last: str = ""
    cyrillic: str = ""
    gender: str = Gender.UNDISCLOSED
    language: str = "ru"


PEOPLE = (
    Demo(
        "trainee.kz@demo.example",
        Role.TRAINEE,
        "KZ",
        last="Trainee-Kazakhstan",
        cyrillic="Демо Слушатель (Казахстан)",
        gender=Gender.WOMAN,
    ),
    Demo(
        "trainee.uz@demo.example",
        Role.TRAINEE,
        "UZ",
        last="Trainee-Uzbekistan",
        cyrillic="Демо Слушатель (Узбекистан)",
        gender=Gender.MAN,
    ),
    Demo("trainee.pk@demo.example", Role.TRAINEE, "PK", last="Trainee-Pakistan", language="en"),
    Demo(
        "trainer@demo.example",
        Role.TRAINER,
        last="Trainer",
        cyrillic="Демо Преподаватель",
    ),
    Demo(
        "manager.kz@demo.example",
        Role.MANAGER,
        "KZ",
        last="Manager-Kazakhstan",
        cyrillic="Демо Руководитель (Казахстан)",
    ),
    Demo(
        "manager.uz@demo.example",
        Role.MANAGER,
        "UZ",
        last="Manager-Uzbekistan",
        cyrillic="Демо Руководитель (Узбекистан)",
    ),
    Demo(
        "regional@demo.example",
        Role.REGIONAL,
        countries=("KZ", "KG", "TJ", "UZ"),
        last="Regional-Manager",
        language="en",
    ),
    Demo("donor@demo.example", Role.DONOR, last="Donor", language="en"),
    Demo("editor@demo.example", Role.EDITOR, last="Editor", language="en"),
    Demo(
        "translator@demo.example",
        Role.TRANSLATOR,
        last="Translator",
        cyrillic="Демо Переводчик",
    ),
    Demo("admin@demo.example", Role.ADMINISTRATOR, last="Administrator", language="en"),
)


def sign_ins() -> list[tuple[str, str]]:
    return [(demo.email, f"{demo.role.value} {demo.country}".strip()) for demo in PEOPLE]


@transaction.atomic
def load() -> int:
    """Create the demo people that are missing; those that exist keep what they did."""
    made = 0
    for demo in PEOPLE:
        if not User.objects.filter(email=demo.email).exists():
            _create(demo)
            made += 1
    _demo_invitation()
    return made


def _create(demo: Demo) -> None:
    user = User.objects.create_user(
        demo.email,
        PASSWORD,
        first_name=demo.first,
        last_name=demo.last,
        name_cyrillic=demo.cyrillic,
        gender=demo.gender,
        language=demo.language,
        is_demo=True,
    )
    country = Country.objects.filter(code=demo.country).first()
    institutions = Institution.objects.filter(country=country) if country else None
    customs = institutions.filter(kind="customs").first() if institutions is not None else None
    outside = Institution.objects.filter(kind="implementer").first()
    move(user=user, country=country, institution=customs if country else outside)
    give_consent(user=user)
    for code in demo.countries or (demo.country,):
        grant_role(user=user, role=demo.role, country=Country.objects.filter(code=code).first())


def _demo_invitation() -> None:
    """A code that everybody can type: KZ-DEM0-DEM0-DEM0."""
    if Invitation.objects.filter(code=INVITATION).exists():
        return
    country = Country.objects.get(code="KZ")
    invitation = invite(
        by=User.objects.get(email="manager.kz@demo.example"),
        country=country,
        institution=Institution.objects.filter(country=country, kind="customs").first(),
        expires=timezone.now() + timedelta(days=3650),
        uses_allowed=1000,
    )
    invitation.code = INVITATION
    invitation.save(update_fields=["code"])
