"""From a stored version to the playable case, and a case to its frozen form."""

import hashlib
import json
from typing import Any

from casestudies.models import CaseVersion
from casestudies.scenario.codec import read_case, write
from casestudies.scenario.spec import Case as CaseSpec

KEPT = 64
_read: dict[str, CaseSpec] = {}


def spec_of(version: CaseVersion) -> CaseSpec:
    """The case of a version; versions never change, so reading one once is enough."""
    case = _read.get(version.hash)
    if case is None:
        if len(_read) >= KEPT:
            _read.pop(next(iter(_read)))
        case = _read[version.hash] = read_case(version.spec)
    return case


def frozen(case: CaseSpec, notes: dict[str, str]) -> tuple[dict[str, Any], str]:
    """The specification as it is stored, and its hash."""
    spec = write(case)
    body = json.dumps([spec, notes], sort_keys=True, ensure_ascii=False)
    return spec, hashlib.sha256(body.encode()).hexdigest()
