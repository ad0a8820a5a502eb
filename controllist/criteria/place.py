"""Plain data with the place of every mistake, seen through one edition."""

import re
from collections.abc import Iterator, Mapping, Set
from typing import Any

from controllist.criteria.quantities import BadQuantity, unit_key

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LANGUAGES = ("en", "ru")


class BadCriteria(ValueError):
    """The data are no criteria. `data` and `key` tell where, for a reader that knows the lines."""

    def __init__(self, reason: str, data: Any = None, key: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.data, self.key = reason, data, key


class Spec:
    """A mapping as one edition has it."""

    def __init__(self, data: Any, edition: str) -> None:
        if not isinstance(data, Mapping):
            raise BadCriteria(f"expected a mapping, found “{str(data)[:40]}”")
        self.data, self.edition = data, edition

    def get(self, key: str) -> Any:
        return self.pick(self.data.get(key))

    def pick(self, value: Any) -> Any:
        """The value of this edition, where one is given by edition."""
        if isinstance(value, Mapping) and value and all(DATE.fullmatch(str(k)) for k in value):
            return value.get(self.edition)
        return value

    def only(self, needed: Set[str], allowed: Set[str]) -> None:
        for key in self.data:
            if key not in needed and key not in allowed:
                known = ", ".join(sorted({*needed, *allowed}))
                raise BadCriteria(f"unknown key “{key}” (known: {known})", self.data, key)
        for key in sorted(needed):
            if key not in self.data:
                raise BadCriteria(f"missing key “{key}”", self.data)

    def text(self, key: str) -> str:
        value = self.get(key)
        if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
            raise BadCriteria(f"“{key}” is a text", self.data, key)
        return str(value).strip()

    def flag(self, key: str, *, unsaid: bool = False) -> bool:
        """`yes` or `no`, `true` or `false`."""
        words = {True: True, False: False, "yes": True, "no": False, None: unsaid}
        value = self.get(key)
        if not isinstance(value, bool | str | None) or value not in words:
            raise BadCriteria(f"“{key}” is yes or no", self.data, key)
        return words[value]

    def name(self, key: str, shape: re.Pattern[str]) -> str:
        value = self.text(key)
        if not shape.fullmatch(value):
            raise BadCriteria(f"“{value[:40]}” is no name", self.data, key)
        return value

    def unit(self, key: str) -> str:
        try:
            return unit_key(str(self.get(key) or ""))
        except BadQuantity:
            reason = f"the unit “{self.get(key)}” is not known"
            raise BadCriteria(reason, self.data, key) from None

    def texts(self, key: str) -> dict[str, str]:
        value = self.get(key)
        if not isinstance(value, Mapping):
            raise BadCriteria(f"“{key}” is a text in every language", self.data, key)
        return self.texts_of(value)

    def texts_of(self, value: Mapping[str, Any]) -> dict[str, str]:
        texts = {language: value.get(language) for language in LANGUAGES}
        if set(value) != set(LANGUAGES) or not all(
            isinstance(text, str) and text.strip() for text in texts.values()
        ):
            raise BadCriteria("a text in every language (en, ru) and nothing else", value)
        return {language: str(text).strip() for language, text in texts.items()}

    def child(self, key: str) -> "Spec":
        value = self.get(key)
        if not isinstance(value, Mapping):
            raise BadCriteria(f"“{key}” is a mapping", self.data, key)
        return Spec(value, self.edition)

    def rows(self, key: str, *, optional: bool = False) -> list["Spec"]:
        """A list of mappings, without those that this edition lacks."""
        value = self.get(key)
        if value is None and (optional or key in self.data):
            return []
        if not isinstance(value, list):
            raise BadCriteria(f"“{key}” is a list", self.data, key)
        picked = [self.pick(row) for row in value]
        rows = []
        for row in picked:
            if row is None:
                continue
            if not isinstance(row, Mapping):
                raise BadCriteria(f"“{key}” is a list of mappings", self.data, key)
            rows.append(Spec(row, self.edition))
        return [row for row in rows if row.exists()]

    def exists(self) -> bool:
        """Whether this edition has the part: `since` and `until` name the first and the last."""
        since, until = str(self.data.get("since", "")), str(self.data.get("until", ""))
        return (not since or since <= self.edition) and (not until or self.edition <= until)

    def named(self, key: str, shape: re.Pattern[str]) -> Iterator[tuple[str, "Spec"]]:
        for name, row in self.child(key).data.items():
            if not shape.fullmatch(str(name)):
                raise BadCriteria(f"“{str(name)[:40]}” is no name", self.child(key).data, name)
            yield str(name), Spec(row, self.edition)
