import io

import pypdf
import pypdfium2
import pytest
import zxingcpp

from certification.documents import address, certificate_pdf
from tests.factories import certification as make
from tests.factories.people import person

pytestmark = pytest.mark.django_db
NAME = "Әлия Қожахметқызы Өтеғұлова"


def test_paper_shows_the_true_name_and_its_code_leads_to_the_proof() -> None:
    certificate = make.certificate(person(), cyrillic=NAME)
    body = certificate_pdf(certificate)
    text = " ".join(pypdf.PdfReader(io.BytesIO(body)).pages[0].extract_text().split())
    assert NAME in text
    assert certificate.number in text
    assert "Базовый сертификат" in text
    picture = pypdfium2.PdfDocument(body)[0].render(scale=2).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [address(certificate)]


def test_the_same_certificate_is_the_same_file() -> None:
    certificate = make.certificate(person())
    assert certificate_pdf(certificate) == certificate_pdf(certificate)
