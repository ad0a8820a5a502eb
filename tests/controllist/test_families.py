"""The file of entries that are read together, by itself and against both official texts."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from controllist.families import read
from controllist.importers import load_content
from tests.controllist.conftest import write
from tests.controllist.test_catalogue import entries, numbers, official, text_of
from vocabulary.reports import Refused
from vocabulary.yamlfile import BadFile

SHIPPED = Path(settings.CONTENT_DIR) / "catalogue" / "compare.yaml"
ROW = 'families:\n  - codes: {codes}\n    why: {{en: "Why.", ru: "Почему."}}\n'


def file(tmp_path, text):
    path = tmp_path / "compare.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_shipped_families_name_entries_of_the_catalogue():
    families = read(SHIPPED)
    assert len(families) >= 20
    assert {code for family in families for code in family.codes} <= entries().keys()
    for wanted in (
        ("2B001", "2B109", "2B201"),
        ("2B004", "2B104", "2B204"),
        ("6A003", "6A203"),
        ("1C010", "1C210"),
        ("1C116", "1C216"),
        ("9A012", "9A112"),
    ):
        assert wanted in {family.codes for family in families}


def test_reasons_are_in_the_right_alphabet_and_say_the_same_numbers():
    for family in read(SHIPPED):
        assert family.why["en"].isascii(), family.codes
        assert re.search("[а-яё]", family.why["ru"]), family.codes
        assert numbers(family.why["en"]) == numbers(family.why["ru"]), family.codes
        assert all(text.endswith(".") for text in family.why.values())


@official
def test_every_number_in_a_reason_stands_in_the_text_of_its_entries():
    for family in read(SHIPPED):
        lines = [row["text"] for row in text_of("2025-11-15") if row["code"] in family.codes]
        assert numbers(family.why["en"]) - numbers(" ".join(lines)) <= {"2025"}, family.codes


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ROW.format(codes="[2B350]"), "two to 4"),
        (ROW.format(codes="[2B001, 2B002, 2B003, 2B004, 2B005]"), "two to 4"),
        (ROW.format(codes="2B350"), "two to 4"),
        (ROW.format(codes="[2B350, 2B350]"), "stands twice"),
        (ROW.format(codes="[2B350, 2B351.a]"), "not the code of an entry"),
        (ROW.format(codes="[2B350, 2в351]"), "not the code of an entry"),
        (ROW.format(codes="[2B350, [2B351]]"), "not the code of an entry"),
        (ROW.format(codes="[2B350, 2B351]") + ROW.format(codes="[2B351, 2B350]")[10:], "together"),
        ("families:\n  - codes: [2B350, 2B351]\n", "missing key “why”"),
        ('families:\n  - codes: [2B350, 2B351]\n    why: {en: "Why."}\n', "missing key “ru”"),
        (ROW.format(codes="[2B350, 2B351]").replace("Why.", "w" * 241), "longer than 240"),
        ("families: 5\n", "list of mappings"),
        ("", "empty"),
    ],
)
def test_mistakes_are_refused_with_their_reason(tmp_path, text, reason):
    with pytest.raises(BadFile, match=re.escape(reason)):
        read(file(tmp_path, text))


@pytest.mark.django_db
def test_a_family_of_unknown_entries_stops_the_whole_load(root):
    write(root, "compare.yaml", ROW.format(codes="[2B350, 2B510]"))
    assert load_content(root)
    write(root, "compare.yaml", ROW.format(codes="[2B350, 9A999]"))
    with pytest.raises(Refused) as refused:
        load_content(root)
    (report,) = refused.value.reports
    assert (report.path, report.line) == ("catalogue/compare.yaml", 2)
    assert "9A999" in report.detail
