"""One converting process for each process of ours, started when first needed."""

import atexit
import contextlib
import os
import selectors
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

from theme.markdown.bounds import Refused, check

ROOT = Path(__file__).resolve().parent.parent.parent
# Processor time is limited in the worker; these guards only catch a process that does nothing.
START_SECONDS = 60.0
ANSWER_SECONDS = 20.0


class _Gone(Exception):
    """The worker ended or stayed silent."""


class _Worker:
    def __init__(self) -> None:
        self.pid = os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "theme.markdown.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PATH": os.defpath, "PYTHONUTF8": "1"},
            bufsize=0,
        )
        assert self._process.stdin is not None  # noqa: S101
        assert self._process.stdout is not None  # noqa: S101
        self._input: IO[bytes] = self._process.stdin
        self._output: IO[bytes] = self._process.stdout
        self._answer(START_SECONDS)

    def ask(self, text: str) -> tuple[bytes, str]:
        body = text.encode()
        try:
            self._input.write(len(body).to_bytes(4, "big") + body)
        except OSError as error:
            raise _Gone from error
        return self._answer(ANSWER_SECONDS)

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            self._process.kill()
            self._process.wait(timeout=5)
        for stream in (self._input, self._output):
            with contextlib.suppress(OSError):
                stream.close()

    def _answer(self, seconds: float) -> tuple[bytes, str]:
        deadline = time.monotonic() + seconds
        head = self._exactly(5, deadline)
        body = self._exactly(int.from_bytes(head[1:], "big"), deadline)
        return head[:1], body.decode()

    def _exactly(self, size: int, deadline: float) -> bytes:
        received = b""
        with selectors.DefaultSelector() as selector:
            selector.register(self._output, selectors.EVENT_READ)
            while len(received) < size:
                if not selector.select(max(deadline - time.monotonic(), 0)):
                    raise _Gone
                chunk = os.read(self._output.fileno(), size - len(received))
                if not chunk:
                    raise _Gone
                received += chunk
        return received


class _Pool:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: _Worker | None = None

    def ask(self, text: str) -> tuple[bytes, str]:
        with self._lock:
            try:
                if self._worker is None or self._worker.pid != os.getpid():
                    self._worker = _Worker()
                return self._worker.ask(text)
            except _Gone:
                self._drop()
                raise

    def close(self) -> None:
        with self._lock:
            self._drop()

    def forget(self) -> None:
        """After a fork the child must not share its parent's pipes, nor a held lock."""
        self._lock, self._worker = threading.Lock(), None

    def _drop(self) -> None:
        if self._worker is not None and self._worker.pid == os.getpid():
            self._worker.stop()
        self._worker = None


_POOL = _Pool()
atexit.register(_POOL.close)
os.register_at_fork(after_in_child=_POOL.forget)


def render(text: str) -> str:
    """Safe HTML for a text, or `Refused`."""
    check(text)
    if not text.strip():
        return ""
    try:
        state, html = _POOL.ask(text)
    except _Gone:
        raise Refused("too_slow") from None
    if state != b"O":
        raise Refused("unreadable")
    return html
