"""The process that converts. It reads framed texts from its input and answers on its output.

Each text may use two seconds of processor time; then the kernel ends the process (the default
action of SIGPROF, which no running regular expression can delay) and the caller starts another.
"""

import resource
import signal
import sys
from typing import BinaryIO

from theme.markdown.convert import convert

SECONDS = 2.0
MEMORY = 512 * 1024 * 1024


def _read(stream: BinaryIO) -> bytes | None:
    size = stream.read(4)
    if len(size) < 4:
        return None
    return stream.read(int.from_bytes(size, "big"))


def _answer(stream: BinaryIO, state: bytes, body: bytes) -> None:
    stream.write(state + len(body).to_bytes(4, "big") + body)
    stream.flush()


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    _answer(target, b"R", b"")
    while (body := _read(source)) is not None:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            state, html = b"O", convert(body.decode())
        except Exception:  # noqa: BLE001 (whatever the text provoked, the caller hears "unreadable")
            state, html = b"E", ""
        signal.setitimer(signal.ITIMER_PROF, 0)
        _answer(target, state, html.encode())


if __name__ == "__main__":
    main()
