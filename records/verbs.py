"""The ledger's verbs: xAPI's own where there is one (addresses of the ADL vocabulary)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LedgerVerb(models.TextChoices):
    REGISTERED = "registered", _("enrolled")
    INITIALIZED = "initialized", _("began")
    EXPERIENCED = "experienced", _("read to the end")
    ANSWERED = "answered", _("answered")
    COMPLETED = "completed", _("completed")
    PASSED = "passed", _("passed")
    FAILED = "failed", _("did not pass")
    ATTENDED = "attended", _("attended")
    SIGNED_OFF = "signed-off", _("signed off")
    EARNED = "earned", _("earned")
    REVOKED = "revoked", _("was withdrawn")
    VOIDED = "voided", _("was voided")


XAPI = "http://adlnet.gov/expapi/verbs/"
OWN = "https://w3id.org/stc-academy/verbs/"
# Verbs the ADL vocabulary does not have.
NOT_XAPI = {LedgerVerb.SIGNED_OFF, LedgerVerb.REVOKED}


def iri(verb: LedgerVerb) -> str:
    """The verb's address in an xAPI statement."""
    return f"{OWN if verb in NOT_XAPI else XAPI}{verb.value}"
