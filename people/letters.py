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
from people.models import InvitedPerson, Letter, User
from people.selectors import account_with, is_member

JOB = "people.letter"
INVITED_JOB = "people.invited"
# Letters that a person may stop; the others tell what was done or was asked for.
REMINDERS: set[str] = {"reminder"}
UNSUBSCRIBE = "people.letters.unsubscribe"
INVITED = "people.letters.invited"


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
    stop = {"person": letter.to, "unsubscribe_token": token_for(letter.to)}
    _mail(letter.template, letter.to.email, letter.to.language, {**letter.context, **stop})
    letter.state, letter.sent_at = LetterState.SENT, timezone.now()
    letter.save(update_fields=["state", "sent_at"])


def _mail(template: str, address: str, language: str, context: dict[str, Any]) -> None:
    with translation.override(language):
        text = render_to_string(
            f"people/letters/{template}.txt", {**context, "site": settings.SITE_URL}
        )
    subject, _, body = text.strip().partition("\n")
    send_mail(subject.strip(), body.strip() + "\n", None, [address])


def invited_token(invited: InvitedPerson) -> str:
    """What the link in an invitation carries. It is made when the letter is sent, kept nowhere,
    and dead when the row is gone, out of date or begun again."""
    return signing.Signer(salt=INVITED).sign(invited.key.hex)


def invited_of_token(token: str) -> InvitedPerson | None:
    try:
        key = signing.Signer(salt=INVITED).unsign(token[:300])
    except signing.BadSignature:
        return None
    rows = InvitedPerson.objects.select_related("group", "country", "institution")
    return rows.filter(key=key).first()


def send_invited(invited: InvitedPerson) -> None:
    """Write to somebody on a roster, in the account's own language if there is an account. Closed
    accounts and people who sit in the group already get no letter; nobody is told of that."""
    if invited.letter_sent_at or not invited.is_open:
        return
    account = account_with(invited.email)
    if account and (not account.is_active or is_member(account, invited.group)):
        return
    language = account.language if account else invited.group.language
    context = {"invited": invited, "token": invited_token(invited)}
    _mail("invited", invited.email, language, context)
    invited.letter_sent_at = timezone.now()
    invited.save(update_fields=["letter_sent_at"])
