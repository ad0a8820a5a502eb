import gzip
import hashlib
import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage

THEME = Path(settings.BASE_DIR) / "theme"
STATIC = THEME / "static/theme"
CSS = (STATIC / "base.css").read_text(encoding="utf-8")
VENDORED = tomllib.loads((STATIC / "VENDOR.toml").read_text(encoding="utf-8"))["file"]

ALPHABETS = {
    "Russian": "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ",
    "Kazakh": "ӘҒҚҢӨҰҮҺІ",
    "Kyrgyz": "ҢӨҮ",
    "Mongolian": "ӨҮ",
    "Tajik": "ҒӢҚӮҲҶ",
    "Uzbek": "ЎҚҒҲ",
    "Turkmen": "ÇÄŽŇÖŞÜÝ",
    "Uzbek Latin": "ʻʼ",
    "signs": "≤≥→✓№«»“”–—·×µΩ°²³⁰¹⁴⁵⁶⁷⁸⁹₂₸€±−‰\u00a0\u202f\u2011",
}


def points(text: str) -> set[int]:
    """The code points of `U+41-5A, U+61` or of `41-5A 61`."""
    found: set[int] = set()
    for first, last in re.findall(r"(?:U\+)?\b([0-9A-F]+)(?:-([0-9A-F]+))?", text):
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def unicode_ranges() -> dict[str, set[int]]:
    ranges: dict[str, set[int]] = {}
    for face in re.findall(r"@font-face \{(.*?)\}", CSS):
        name = re.search(r'url\("fonts/([^"]+)"', face)[1]
        ranges.setdefault(name, set()).update(points(face.partition("unicode-range:")[2]))
    return ranges


@pytest.mark.parametrize("entry", VENDORED, ids=lambda entry: entry["path"])
def test_vendored_file_is_what_its_entry_says(entry):
    digest = hashlib.sha256((THEME / entry["path"]).read_bytes()).hexdigest()
    assert digest == entry["sha256"]
    assert entry["licence"] in {"OFL-1.1", "ISC"}


def test_every_binary_file_is_listed():
    listed = {entry["path"] for entry in VENDORED}
    fonts = {
        str(path.relative_to(THEME))
        for folder in (STATIC / "fonts", THEME / "print/fonts")
        for path in folder.iterdir()
        if path.suffix in {".woff2", ".ttf"}
    }
    assert fonts <= listed


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_every_letter_of_the_partner_countries_has_a_font(alphabet):
    covered = set().union(*unicode_ranges().values())
    letters = ALPHABETS[alphabet] + ALPHABETS[alphabet].lower()
    assert [letter for letter in letters if ord(letter) not in covered] == []


@pytest.mark.parametrize("name", sorted(unicode_ranges()))
def test_a_font_is_only_asked_for_characters_it_has(name):
    (entry,) = [entry for entry in VENDORED if entry["path"].endswith(f"fonts/{name}")]
    assert unicode_ranges()[name] <= points(entry["covers"])


def test_first_visit_fits_its_budget():
    """Style, script, icons and the fonts of a Russian page, as they travel."""
    packed = sum(
        len(gzip.compress((STATIC / name).read_bytes()))
        for name in ("base.css", "print.css", "once.js", "icons.svg", "mark.svg")
    )
    fonts = ("latin", "cyrillic")
    packed += sum((STATIC / f"fonts/source-sans-3-{part}.woff2").stat().st_size for part in fonts)
    packed += (STATIC / "fonts/stc-symbols.woff2").stat().st_size
    assert packed < 90_000


def test_style_sheets_fit_their_budget():
    sheets = [STATIC / "base.css", STATIC / "print.css"]
    assert sum(len(gzip.compress(sheet.read_bytes())) for sheet in sheets) < 12_000


def test_script_fits_its_budget():
    assert len(gzip.compress((STATIC / "once.js").read_bytes())) < 1_000


@pytest.mark.parametrize("sheet", ["base.css", "print.css"])
def test_style_uses_logical_properties_only(sheet):
    text = (STATIC / sheet).read_text(encoding="utf-8")
    physical = re.findall(
        r"(?<![\w-])(?:margin|padding|border|inset)-(?:left|right|top|bottom)[\w-]*\s*:"
        r"|(?<![\w-])(?:left|right|top|bottom|float)\s*:|text-align:\s*(?:left|right)",
        text,
    )
    assert physical == []


def test_every_reference_survives_hashed_names(tmp_path):
    """As in production: names carry digests, and references inside the style sheet follow."""
    source = FileSystemStorage(THEME / "static")
    names = [
        str(path.relative_to(THEME / "static")) for path in STATIC.rglob("*") if path.is_file()
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((THEME / "static" / name).read_bytes())
    storage = ManifestStaticFilesStorage(location=str(tmp_path), base_url="/static/")
    results = list(storage.post_process({name: (source, name) for name in names}))
    assert [error for _, _, error in results if isinstance(error, Exception)] == []
    hashed = (tmp_path / storage.stored_name("theme/base.css")).read_text(encoding="utf-8")
    assert re.findall(r'url\("fonts/[\w-]+\.woff2"\)', hashed) == []


def test_style_asks_no_other_host():
    assert re.findall(r"https?://", CSS) == []
    assert set(re.findall(r'url\("([^"]+)"\)', CSS)) == {f"fonts/{n}" for n in unicode_ranges()}


def test_every_bar_width_has_a_class():
    assert set(re.findall(r"\.w-(\d+) ", CSS)) == {str(number) for number in range(101)}


def test_colours_keep_their_contrast():
    """Text on its ground, by the formula of WCAG."""
    tokens = dict(re.findall(r"--([a-z0-9]+): (#[0-9a-f]{3,6});", CSS))

    def luminance(token: str) -> float:
        value = tokens[token].lstrip("#")
        value = "".join(c * 2 for c in value) if len(value) == 3 else value
        parts = [int(value[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, other: str) -> float:
        low, high = sorted((luminance(one), luminance(other)))
        return (high + 0.05) / (low + 0.05)

    text = [
        ("ink", "paper"),
        ("ink2", "paper"),
        ("ink2", "mist"),
        ("pri", "paper"),
        ("prid", "tint"),
    ]
    text += [("ink2", "infobg"), ("pri", "okbg"), ("pri", "warnbg"), ("pri", "errbg")]
    text += [(name, f"{name}bg") for name in ("ok", "err", "warn", "info")] + [("goldtx", "goldbg")]
    assert {pair: round(contrast(*pair), 1) for pair in text if contrast(*pair) < 4.5} == {}
    graphics = [("ctl", "paper"), ("gold", "card"), *((f"c{i}", "card") for i in range(1, 8))]
    assert {pair: round(contrast(*pair), 1) for pair in graphics if contrast(*pair) < 3} == {}
