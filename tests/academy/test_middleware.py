import pytest
from django.test import Client

from tests.factories.people import person

pytestmark = pytest.mark.django_db


def test_every_page_has_strict_headers() -> None:
    headers = Client().get("/en/about/").headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in headers["Permissions-Policy"]
    assert len(headers["X-Request-ID"]) == 32


def test_only_the_editors_admin_has_the_looser_policy() -> None:
    assert "unsafe-inline" in Client().get("/cms/").headers["Content-Security-Policy"]


def test_a_log_line_names_the_route_and_never_the_path(caplog: pytest.LogCaptureFixture) -> None:
    user = person()
    client = Client()
    client.force_login(user)
    with caplog.at_level("INFO"):
        client.get("/en/v/secret-token-0000/", {"q": "secret-query"})
    lines = [str(record.msg) for record in caplog.records if record.name == "academy.request"]
    assert any("certification:verify" in line for line in lines)
    assert not any("secret" in line or user.email in line for line in lines)


def test_a_request_id_is_taken_over_only_when_it_is_plain() -> None:
    good = Client(headers={"X-Request-ID": "abcdef0123456789"}).get("/healthz")
    assert good.headers["X-Request-ID"] == "abcdef0123456789"
    bad = Client(headers={"X-Request-ID": 'x" injected'}).get("/healthz")
    assert "injected" not in bad.headers["X-Request-ID"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"code=%00", "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % n for n in range(3000)), "application/x-www-form-urlencoded"),
        (b"x" * 1_100_000, "application/x-www-form-urlencoded"),
        (b"nonsense", "multipart/form-data"),
        (b"nonsense", "multipart/form-data; boundary=\xff"),
    ],
)
def test_an_unreadable_form_is_refused_with_a_page(body: bytes, kind: str) -> None:
    answer = Client().generic("POST", "/en/accounts/login/", body, content_type=kind)
    assert answer.status_code == 400
    assert "<h1" in answer.text


def test_nul_bytes_in_the_address_are_refused() -> None:
    assert Client().get("/en/list/?q=%00").status_code == 400


def test_a_fault_is_recorded_without_what_it_held(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise RuntimeError("cannot greet 'Aigerim Demo' at demo@example.org")

    monkeypatch.setattr("controllist.views.browse.selectors.edition", broken)
    client = Client(raise_request_exception=False)
    with caplog.at_level("INFO"):
        assert client.get("/en/list/").status_code == 500
    (line,) = [str(record.msg) for record in caplog.records if "fault" in str(record.msg)]
    assert "RuntimeError" in line
    assert "broken" in line
    assert "Aigerim" not in line
    assert "example.org" not in line
