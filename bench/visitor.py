"""A person's browser as far as a campaign needs one: cookies, CSRF, forms, JSON. Loopback only."""

import http.client
import http.cookies
import json
import re
import time
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
LOST = (OSError, http.client.HTTPException)


class Visitor:
    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.location = ""
        self.asking, self.answered = False, 0
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

    def ask(self, method: str, path: str, body: str = "", kind: str = "") -> tuple[int, str]:
        """One request; a lost connection is raised, never repeated here."""
        headers = {"Host": f"localhost:{self.port}", "Referer": f"http://localhost:{self.port}/"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if kind:
            headers |= {"Content-Type": kind, "X-CSRFToken": self.token}
        self.asking = True
        try:
            self.connection.request(method, path, body.encode(), headers)
            answer = self.connection.getresponse()
            text = answer.read().decode(errors="replace")
        except LOST:
            self.connection.close()
            raise
        finally:
            self.asking = False
        self.answered += 1
        self.location = answer.headers.get("Location", "")
        for header in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in http.cookies.SimpleCookie(header).items():
                self.cookies[name] = morsel.value
        found = TOKEN.search(text)
        if found:
            self.token = found[1]
        return answer.status, text

    def get(self, path: str) -> str:
        return self.ask("GET", path)[1]

    def form(self, path: str, **fields: str) -> int:
        fields["csrfmiddlewaretoken"] = self.token
        return self.ask("POST", path, urlencode(fields), "application/x-www-form-urlencoded")[0]

    def json(self, path: str, data: object) -> int:
        return self.ask("POST", path, json.dumps(data), "application/json")[0]

    def sign_in(self, email: str, password: str) -> None:
        self.get("/en/accounts/login/")
        status = self.form("/en/accounts/login/", login=email, password=password)
        if status != 302:
            raise RuntimeError(f"sign-in answered {status}")
        self.get("/en/me/")

    def insist(self, path: str, fields: dict[str, str], seconds: float = 60) -> int:
        """Send a form until the server answers at all, as a person presses the button again."""
        until = time.monotonic() + seconds
        while True:
            try:
                self.get(path)
                return self.form(path, **fields)
            except LOST:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
