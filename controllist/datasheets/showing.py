"""Values as a sheet prints them: in a unit, in each language."""

from collections.abc import Mapping
from fractions import Fraction

from controllist.criteria.facts import FactSpec, Texts
from controllist.criteria.unit_table import UNITS
from controllist.criteria.verdicts import Value

MAX_DIGITS = 12
THIN = "\u00a0"
YES_NO = {True: {"en": "yes", "ru": "да"}, False: {"en": "no", "ru": "нет"}}


def plain_number(value: Fraction) -> str:
    """The number with a decimal point and no more digits than it has (12 after the point)."""
    scaled = round(value * 10**MAX_DIGITS)
    whole, rest = divmod(abs(scaled), 10**MAX_DIGITS)
    digits = f"{rest:0{MAX_DIGITS}d}".rstrip("0")
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


def number_texts(value: Fraction) -> Texts:
    """With a decimal comma in Russian; five digits and more before it in groups of three."""
    whole, _, digits = plain_number(value).partition(".")
    sign, figures = ("−", whole[1:]) if whole.startswith("-") else ("", whole)  # noqa: RUF001
    if len(figures) > 4:
        figures = f"{int(figures):,}".replace(",", THIN)
    return {
        language: f"{sign}{figures}{mark}{digits}" if digits else f"{sign}{figures}"
        for language, mark in (("en", "."), ("ru", ","))
    }


def quantity_texts(value: Fraction, unit: str) -> dict[str, str]:
    """A value that is given in this unit already."""
    signs = UNITS[unit]
    numbers = number_texts(value)
    shown = {}
    for language, sign in (("en", signs.en), ("ru", signs.ru)):
        gap = "" if not sign or sign in ("°", "\u2032", "\u2033") else THIN
        prefix = sign == "DN"
        number = numbers[language]
        shown[language] = f"{sign}{THIN}{number}" if prefix else f"{number}{gap}{sign}"
    return shown


def value_texts(spec: FactSpec, value: Value, says: Mapping[str, Texts]) -> Texts:
    """A choice, several, or yes/no in words; `says` are the template's own."""
    if isinstance(value, bool):
        return says.get("yes" if value else "no") or YES_NO[value]
    if isinstance(value, frozenset):
        parts = [says.get(one) or spec.choices[one] for one in spec.choices if one in value]
        return {language: ", ".join(part[language] for part in parts) for language in ("en", "ru")}
    return says.get(str(value)) or spec.choices[str(value)]
