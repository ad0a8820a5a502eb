from typing import Any

from vocabulary.compile import derive
from vocabulary.models import Term


def derive_term(sender: type[Term], instance: Term, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        derive(instance)
