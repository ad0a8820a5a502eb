"""The plan of the house as data, for the tests that hold the code to it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Top to bottom; rooms in one tuple do not know each other.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("academy",),
    ("reporting",),
    ("certification",),
    ("courses",),
    ("casestudies",),
    ("exercises",),
    ("controllist",),
    ("records",),
    ("people",),
    ("partners",),
    ("jobs", "vocabulary", "theme"),
)
RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms}
ROOMS = tuple(RANK)

# The ladder's file names (a package of the same name may stand in for a file).
LADDER = {
    "apps", "urls", "wagtail_hooks", "management", "middleware", "views", "templatetags", "guards",
    "adapter", "forms", "receivers", "tasks", "importers", "documents", "exports", "archive",
    "services", "privacy", "letters", "journal", "selectors", "feedback", "access", "translation",
    "append_only", "compile", "models", "blocks", "signals", "roles", "verbs", "enums", "registry",
    "migrations", "hashers",
}  # fmt: skip
PURE = {
    "exercises": {"grading", "statistics"},
    "controllist": {"codes", "criteria", "datasheets", "diff", "families", "marks"},
    "casestudies": {"scenario"},
    "courses": {"rules", "markup"},
    "certification": {"rules"},
    "vocabulary": {"spelling", "reports", "yamlfile"},
}
# `theme` has no models and its own few modules; `academy` composes.
OWN = {
    "theme": {"markdown", "sheets", "print"},
    "academy": {
        "settings",
        "celery",
        "wsgi",
        "context",
        "health",
        "home",
        "demo",
        "run",
        "middleware",
    },
}


def source_files(*rooms: str) -> list[Path]:
    """Python files of the rooms (all without arguments), migrations left out."""
    return sorted(
        path
        for room in rooms or ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts
    )


def templates() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("templates/**/*.html"))
