"""One country's people with everything a country owns, every text of it a canary.

A new model that a country owns gets its rows here; the country matrix then walks them.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from casestudies.models import Run
from casestudies.services import save_note
from certification.models import Award, Certificate
from exercises import services as exercise_services
from exercises.models import Attempt, ExerciseSet
from people.enums import Role
from people.models import Group, Invitation, InvitedPerson, User
from people.services import invite, invite_by_letter, seat
from tests.factories import cases as make_case
from tests.factories import certification as make_certificate
from tests.factories import exercises as make_exercise
from tests.factories.people import country, institution, person


@dataclass(frozen=True, slots=True)
class CountryWorld:
    code: str
    trainee: User
    manager: User
    trainer: User
    attempt: Attempt
    certificate: Certificate
    award: Award
    group: Group
    invitation: Invitation
    invited: InvitedPerson
    run: Run

    @property
    def canaries(self) -> tuple[str, ...]:
        """Texts that nobody outside the country may be shown."""
        return (
            f"CANARY-{self.code}",
            f"canary-{self.code.lower()}",
            f"КАНАРЕЙКА-{self.code}",
            self.certificate.number,
            self.invitation.code,
            self.invitation.printed,
            str(self.trainee.public_id),
            str(self.trainee.actor),
        )


def build(code: str) -> CountryWorld:
    """A trainee with an attempt, a certificate and a waiting award; manager, trainer, group, code."""
    trainee = _named(Role.TRAINEE, code)
    manager, trainer = _named(Role.MANAGER, code), _named(Role.TRAINER, code)
    chosen = ExerciseSet.objects.filter(key="matrix").first() or make_exercise.exercise_set(
        "matrix"
    )
    attempt = exercise_services.start_attempt(person=trainee, exercise_set=chosen)
    exercise_services.save_draft(
        attempt_id=attempt.pk,
        person=trainee,
        slot=2,
        response={"value": f"CANARY-{code}-draft"},
        key="window01.1",
        seen=0,
    )
    certificate = make_certificate.certificate(trainee, cyrillic=f"КАНАРЕЙКА-{code}")
    run = make_case.begun(trainee)
    save_note(run_id=run.pk, person=trainee, text=f"CANARY-{code}-note")
    waiting = make_certificate.award(_named(Role.TRAINEE, code))
    group = Group.objects.create(
        key=f"canary-{code.lower()}-group",
        title=f"CANARY-{code}-group",
        starts=timezone.localdate(),
        ends=timezone.localdate() + timedelta(days=5),
    )
    group.countries.add(country(code))
    group.trainers.add(trainer)
    seat(group=group, user=trainee)
    invitation = invite(
        by=manager,
        country=country(code),
        institution=institution(code),
        group=group,
        expires=timezone.now() + timedelta(days=30),
        uses_allowed=10,
    )
    invited = invite_by_letter(
        by=manager,
        group=group,
        email=f"canary-{code.lower()}-invited@example.org",
        country=country(code),
        institution=institution(code),
        first_name=f"CANARY-{code}",
        last_name="invited",
        name_cyrillic=f"КАНАРЕЙКА-{code}",
    )
    return CountryWorld(
        code,
        trainee,
        manager,
        trainer,
        attempt,
        certificate,
        waiting,
        group,
        invitation,
        invited,
        run,
    )


def _named(role: str, code: str) -> User:
    number = User.objects.count()
    return person(
        role,
        code,
        email=f"canary-{code.lower()}-{number}@example.org",
        first_name=f"CANARY-{code}",
        last_name=f"{role}-{number}",
        name_cyrillic=f"КАНАРЕЙКА-{code}",
    )
