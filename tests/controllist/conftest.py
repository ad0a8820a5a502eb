"""A small list in our own words, as catalogue files and as an official text."""

import json

import pytest

EDITIONS = """\
editions:
  - key: "2025-11-15"
    current: true
    title: {en: Edition of 2025, ru: Редакция 2025 года}
    source: {en: Regulation, ru: Регламент}
    acknowledgement: {en: Reuse permitted., ru: Использование разрешено.}
  - key: "2021-05-20"
    title: {en: Edition of 2021, ru: Редакция 2021 года}
    source: {en: Regulation, ru: Регламент}
    acknowledgement: {en: Reuse permitted., ru: Использование разрешено.}
"""
ENTRIES = """\
entries:
  - code: 2B350
    subject: {en: Chemical plant, ru: Химическое оборудование}
  - code: 2B510
    since: "2025-11-15"
    subject: {en: Metal printers, ru: Печать из металла}
"""
CAPTIONS = """\
captions:
  - path: 2B350.a
    caption: {en: Small reactors., ru: Небольшие реакторы.}
"""
LINES = (
    ("2B350", "2B350", "provision", "Plant for chemistry, as follows:"),
    ("2B350", "2B350.a", "provision", "Reactors above 100 litres of:"),
    ("2B350", "2B350.a.1", "provision", "Nickel; or"),
    ("2B350", "2B350.a.2", "provision", "Glass"),
    ("2B350", "2B350.a", "nb", "See the repair sets."),
    ("2B350", "2B350", "note", "Seals do not decide."),
    ("2B350", "2B350", "note", "Gaskets neither."),
    ("2B510", "2B510", "provision", "Printers for metal."),
)


def write(root, name, content):
    (root / "catalogue").mkdir(exist_ok=True)
    path = root / "catalogue" / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.fixture
def root(tmp_path):
    write(tmp_path, "editions.yaml", EDITIONS)
    write(tmp_path, "2.yaml", ENTRIES)
    write(tmp_path, "captions.yaml", CAPTIONS)
    return tmp_path


def as_rows(lines=LINES):
    keys = ("code", "path", "kind", "text")
    return [{**dict(zip(keys, line, strict=True)), "defect": ""} for line in lines]


@pytest.fixture
def text_file(tmp_path):
    def make(rows=None, name="annex.jsonl"):
        path = tmp_path / name
        rows = as_rows() if rows is None else rows
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return make
