"""Letters: written once, kept as rows, sent by a job, in the person's language."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from jobs.services import enqueue
from people.enums import LetterState
from people.models import Letter, User

JOB = "people.letter"
# Letters that a person may stop; the others tell what was done or was asked for.
REMINDERS: set[str] = {"reminder"}
UNSUBSCRIBE = "people.letters.unsubscribe"


@transaction.atomic
def write(*, to: User, template: str, context: dict[str, Any], key: str) -> Letter:
    """Write a letter. The same `key` twice is one letter; it is sent after commit."""
    letter, created = Letter.objects.get_or_create(
        key=key, defaults={"to": to, "template": template, "context": context}
    )
    if created:
        enqueue(kind=JOB, subject=str(letter.pk), owner=str(to.actor), key=f"letter:{letter.pk}")
    return letter


def token_for(user: User) -> str:
    """What the stop link in a reminder carries: no address, no number anyone could guess."""
    return signing.dumps(str(user.public_id), salt=UNSUBSCRIBE)


def reader_of_token(token: str) -> User | None:
    try:
        public_id = signing.loads(token[:300], salt=UNSUBSCRIBE)
    except signing.BadSignature:
        return None
    return User.objects.filter(public_id=public_id, is_active=True).first()


def send(letter: Letter) -> None:
    """Send a waiting letter. Running twice after a crash may send twice; never after `SENT`."""
    if letter.state != LetterState.WAITING:
        return
    reminder = letter.template in REMINDERS
    if not letter.to.is_active or (reminder and not letter.to.letters_wanted):
        letter.state = LetterState.SKIPPED
        letter.save(update_fields=["state"])
        return
    with translation.override(letter.to.language):
        text = render_to_string(
            f"people/letters/{letter.template}.txt",
            {
                **letter.context,
                "person": letter.to,
                "site": settings.SITE_URL,
                "unsubscribe_token": token_for(letter.to),
            },
        )
    subject, _, body = text.strip().partition("\n")
    send_mail(subject.strip(), body.strip() + "\n", None, [letter.to.email])
    letter.state, letter.sent_at = LetterState.SENT, timezone.now()
    letter.save(update_fields=["state", "sent_at"])
