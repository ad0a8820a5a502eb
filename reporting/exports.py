"""A country's figures as a workbook and as CSV: the same selector, cell by cell."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.models import User
from reporting.selectors import CountryFigures, Period, PersonRow, country_figures, people_rows
from theme.sheets import Sheet, write_csv, write_xlsx


def workbook(viewer: User, code: str, period: Period) -> bytes:
    """Figures with their meaning, and the people where `viewer` may see them."""
    figures = country_figures(viewer, code, period)
    sheets = [figures_sheet(figures)]
    if not figures.masked:
        sheets.append(people_sheet(people_rows(viewer, code, period)))
    return write_xlsx(sheets)


def csv(viewer: User, code: str, period: Period) -> bytes:
    return write_csv(figures_sheet(country_figures(viewer, code, period)))


def figures_sheet(figures: CountryFigures) -> Sheet:
    return Sheet(
        name=_("Figures"),
        header=[_("Figure"), pgettext("column", "Value"), _("Meaning")],
        rows=[
            *([label, _number(value), meaning] for _key, label, value, meaning in figures.rows),
            [_("As of"), localtime(figures.as_of).strftime("%Y-%m-%d %H:%M %Z"), ""],
            [_("Period"), _period(figures.period), ""],
        ],
    )


def people_sheet(rows: list[PersonRow]) -> Sheet:
    return Sheet(
        name=pgettext("sheet", "People"),
        header=[
            _("Name"),
            _("Name in Cyrillic"),
            _("Institution"),
            pgettext("column", "Enrolled"),
            _("Lessons read"),
            _("Modules completed"),
            _("Best score, %"),
            _("Certificates"),
            _("Last active"),
        ],
        rows=[
            [
                row.person.name_latin,
                row.person.name_cyrillic,
                row.person.institution.name if row.person.institution else "",
                row.enrolled_at.date().isoformat() if row.enrolled_at else "",
                row.lessons,
                row.modules,
                "" if row.best_percent is None else row.best_percent,
                row.certificates,
                row.last_at.date().isoformat() if row.last_at else "",
            ]
            for row in rows
        ],
    )


def file_name(code: str, period: Period, as_of: str, suffix: str) -> str:
    """`KZ_2026-01-01_2026-06-30_participation.xlsx`; without a period, the day of the export."""
    span = "_".join(str(day) for day in (period.start, period.end) if day) or as_of
    return f"{code}_{span}_participation.{suffix}"


def _number(value: str) -> int | str:
    return int(value) if value.isdigit() else value


def _period(period: Period) -> str:
    if period.start is None and period.end is None:
        return _("the whole time")
    ends = [date_format(day, "DATE_FORMAT") if day else "…" for day in (period.start, period.end)]
    return " – ".join(ends)
