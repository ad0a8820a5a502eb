from datetime import UTC, datetime
from fractions import Fraction
from io import BytesIO

import pypdf
import pypdfium2
import pytest
import zxingcpp
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from theme.print import documents, letters, qr

ADDRESS = "https://academy.example.org/v/7Q4MX2TPK9ZC3R8W5N6D2H"
NAMES = [
    ("Aliya Otegulova", "Әлия Қожахметқызы Өтеғұлова"),
    ("O‘tkir Qo‘chqorov", "Ўткир Қўчқоров"),
    ("Chimegiin Ölzii", "Чимэгийн Өлзий"),
    ("Ýazgulyýew Ňž Şöhrat", "Язгулыев"),
    ("Ғафур Ҷӣӯҳ", "Ғафур Ҷӣӯҳ"),
]


def certificate(latin="Aliya Otegulova", cyrillic="Әлия Өтеғұлова", **changes):
    data = {
        "number": "KZ-2026-000417",
        "name": {"latin": latin, "cyrillic": cyrillic},
        "title": {"en": "Classifying items", "ru": "Классификация товаров"},
        "level": {"en": "Level 1", "ru": "Уровень 1"},
        "shown": {"en": ["Reads an entry"], "ru": ["Читает позицию"]},
        "issued": {"en": "5 November 2026", "ru": "5 ноября 2026 г."},
        "valid_until": {"en": "5 November 2029", "ru": "5 ноября 2029 г."},
        "issuer": {"en": "STC Academy", "ru": "STC Academy"},
        "address": ADDRESS,
        "qr": qr.svg_text(ADDRESS),
        "demo": False,
    }
    return data | changes


def render(data=None) -> bytes:
    return documents.render(
        "certificate", data or certificate(), title="Certificate", language="en"
    )


def text_of(pdf: bytes) -> str:
    (page,) = pypdf.PdfReader(BytesIO(pdf)).pages
    return " ".join(page.extract_text().split())


@pytest.mark.parametrize("demo", [False, True])
def test_qr_of_the_printed_page_opens_the_verification_address(demo):
    page = pypdfium2.PdfDocument(render(certificate(demo=demo)))[0]
    found = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    assert [code.text for code in found] == [ADDRESS]


@pytest.mark.parametrize(("latin", "cyrillic"), NAMES)
def test_names_of_every_partner_country_are_printed_and_extractable(latin, cyrillic):
    text = text_of(render(certificate(latin, cyrillic)))
    assert latin in text
    assert cyrillic in text
    assert letters.SUBSTITUTE not in text


def test_document_is_tagged_titled_and_fit_for_archives():
    reader = pypdf.PdfReader(BytesIO(render()))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Certificate"
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata


def test_every_font_is_embedded():
    (page,) = pypdf.PdfReader(BytesIO(render())).pages
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert "SourceSans3" in descriptor["/FontName"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


@pytest.mark.parametrize(
    "name",
    [
        "#let x = 1",
        '#read("/manage.py")',
        "*bold* _it_ $x^2$ `code`",
        "= Heading",
        "a\\ b // c",
        '"; #panic() //',
        "</text><script>",
        "@ref <label> [x](y)",
        "%(x)s {{ x }} ${x}",
    ],
)
def test_a_name_is_text_and_nothing_else(name):
    assert name in text_of(render(certificate(latin=name, cyrillic="")))


def test_same_data_give_the_same_bytes():
    assert render() == render()


def test_the_moment_is_part_of_the_file():
    moment = datetime(2026, 11, 5, 9, tzinfo=UTC)
    pdf = documents.render(
        "certificate", certificate(), title="Certificate", language="en", moment=moment
    )
    assert pypdf.PdfReader(BytesIO(pdf)).metadata.creation_date == moment


def test_long_names_and_lists_stay_on_one_page():
    shown = ["Классифицирует товар по техническому описанию и называет решающий пункт " * 2] * 8
    data = certificate(
        "Berdimuhammedow-" * 9, "Бердымухамедов-" * 9, shown={"en": shown, "ru": shown}
    )
    assert len(pypdf.PdfReader(BytesIO(render(data))).pages) == 1


def test_a_certificate_without_end_date_names_none():
    assert "Valid until" not in text_of(render(certificate(valid_until=None)))


def test_demo_certificates_say_so_across_the_page():
    plain, demo = (
        pypdfium2.PdfDocument(render(certificate(demo=flag)))[0].get_textpage().get_text_range()
        for flag in (False, True)
    )
    assert "ОБРАЗЕЦ" in demo
    assert "ОБРАЗЕЦ" not in plain


@given(st.text(max_size=40))
@settings(max_examples=40, deadline=None)
def test_any_name_can_be_printed(name):
    assert render(certificate(latin=name, cyrillic=name)).startswith(b"%PDF")


def test_letters_without_a_glyph_are_named_and_replaced():
    assert letters.unprintable("Ли 李 😀 李") == ["李", "😀"]
    assert letters.printable({"a": ["李\u202e!", 1, None]}) == {"a": ["□!", 1, None]}


def test_composed_letters_count_as_one():
    assert letters.unprintable("И\u0306") == []
    assert letters.printable("И\u0306") == "Й"


def test_coverage_lists_exactly_what_both_fonts_have():
    regular, semibold = (
        set(TTFont(letters.FONTS / f"SourceSans3-{style}.ttf").getBestCmap())
        for style in ("Regular", "SemiBold")
    )
    both = regular & semibold
    assert {point for point in range(0x20000) if letters._has(chr(point))} - {10} == both - {10}


@pytest.mark.parametrize("name", ["missing", "/etc/passwd", "../settings"])
def test_unknown_template_is_a_mistake_in_the_code(name):
    with pytest.raises(documents.UnknownTemplate):
        documents.render(name, {}, title="x", language="en")


def test_a_room_can_bring_its_own_template(monkeypatch, tmp_path):
    source = '#import "/theme/print/style.typ": *\n#show: house\n#show: sheet\n= #data.words\n'
    template = tmp_path / "own.typ"
    template.write_text(source)
    (tmp_path / "theme/print").mkdir(parents=True)
    style = documents.HERE / "style.typ"
    (tmp_path / "theme/print/style.typ").write_text(style.read_text())
    monkeypatch.setattr(documents, "ROOT", tmp_path)
    pdf = documents.render(str(template), {"words": "Привет"}, title="Own", language="ru")
    assert "Привет" in text_of(pdf)
    assert "1 / 1" in text_of(pdf)


def test_page_qr_is_labelled_and_scriptless():
    svg = qr.svg(ADDRESS, label='Scan "me" <now>')
    assert 'aria-label="Scan &quot;me&quot; &lt;now&gt;"' in svg
    assert "style=" not in svg
    assert svg.startswith('<svg class="qr" role="img"')


def test_png_qr_can_be_read():
    found = zxingcpp.read_barcodes(Image.open(BytesIO(qr.png("KZ-7Q4M-X2TP"))))
    assert [code.text for code in found] == ["KZ-7Q4M-X2TP"]


def test_numbers_in_data_must_be_plain():
    with pytest.raises(TypeError):
        render(certificate(number=Fraction(1, 2)))
