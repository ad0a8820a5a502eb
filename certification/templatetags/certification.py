from fractions import Fraction

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def percent(value: Fraction) -> str:
    """A fraction as a whole percentage, never rounded up to a pass."""
    number = value.numerator * 100 // value.denominator
    return f"{number}\u00a0%" if get_language() == "ru" else f"{number}%"
