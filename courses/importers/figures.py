"""Pictures of lessons. Drawings (SVG) are checked and kept as course assets under a name that
carries their digest; raster pictures go into the editors' picture library."""

import re
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.conf import settings
from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.utils.file import hash_filelike

from vocabulary.yamlfile import BadFile

MAX_BYTES = {".svg": 200_000, ".png": 1_000_000, ".jpg": 1_000_000, ".jpeg": 1_000_000}
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = frozenset(
    {
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
        "tspan", "title", "desc", "defs", "marker", "linearGradient", "radialGradient", "stop",
        "clipPath", "mask", "pattern", "symbol", "use", "style",
    }
)  # fmt: skip
FOLDER = Path("courses") / "figures"
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Figure:
    path: Path
    data: bytes
    width: int = 0
    height: int = 0

    @property
    def digest(self) -> str:
        return sha256(self.data).hexdigest()

    @property
    def is_drawing(self) -> bool:
        return self.path.suffix == ".svg"

    @property
    def name(self) -> str:
        """The name it is served under: module, own name, digest."""
        parts = [self.path.parent.parent.name, self.path.name.split(".")[0], self.digest[:12]]
        language = ["ru"] if self.path.name.endswith(".ru.svg") else []
        return "-".join([*parts[:2], *language, parts[2]]) + ".svg"


def read_figure(path: Path) -> Figure:
    limit = MAX_BYTES.get(path.suffix, 1_000_000)
    if not path.is_file():
        raise BadFile(str(path), None, "the file does not exist")
    data = path.read_bytes()
    if len(data) > limit:
        raise BadFile(str(path), None, f"is larger than {limit // 1000} KB")
    if path.suffix != ".svg":
        return Figure(path, data)
    width, height = _checked(data, str(path))
    return Figure(path, data, width, height)


def _checked(data: bytes, path: str) -> tuple[int, int]:
    """Size of a drawing in which nothing can run, load or lead away."""
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BadFile(path, None, "is not a plain SVG drawing") from error
    if root.tag != f"{SVG}svg":
        raise BadFile(path, None, "is not an SVG drawing")
    for element in root.iter():
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag.startswith(SVG) or tag.removeprefix(SVG) not in DRAWN:
            raise BadFile(path, None, f"holds the element “{tag.split('}')[-1]}”")
        texts = [element.text or ""] if tag == f"{SVG}style" else []
        _check_attributes(dict(element.attrib), texts, path)
    return _size(root.get("viewBox", ""), path)


def _check_attributes(attributes: dict[str, str], texts: list[str], path: str) -> None:
    for name, value in attributes.items():
        plain = name.split("}")[-1].lower()
        if plain.startswith("on"):
            raise BadFile(path, None, f"holds the attribute “{plain}”")
        if plain in ("href", "src") and not value.startswith("#"):
            raise BadFile(path, None, "refers to something outside itself")
        texts.append(value)
    for text in texts:
        folded = "".join(text.lower().split())
        outside = folded.replace("url(#", "").replace('url("#', "")
        if "url(" in outside or "@import" in folded or "javascript:" in folded or "\\" in folded:
            raise BadFile(path, None, "refers to something outside itself")


def _size(view_box: str, path: str) -> tuple[int, int]:
    numbers = _NUMBERS.findall(view_box)
    size = [round(float(number)) for number in numbers[2:]]
    if len(numbers) != 4 or not all(1 <= side <= 4000 for side in size):
        raise BadFile(path, None, "needs a viewBox of at most 4000 by 4000")
    return size[0], size[1]


def keep_drawing(figure: Figure) -> None:
    """Copy a drawing where it is served from; the same content is there already."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    target = folder / figure.name
    if target.is_file():
        return
    folder.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.write_bytes(figure.data)
    part.replace(target)


def keep_picture(figure: Figure, title: str) -> int:
    """The number of the picture in the library, added if it is not there."""
    images = get_image_model()
    digest = hash_filelike(BytesIO(figure.data))
    known = images.objects.filter(file_hash=digest).first()
    if known is None:
        name = f"{figure.path.stem}-{figure.digest[:12]}{figure.path.suffix}"
        known = images(
            title=title[:255],
            file=ImageFile(BytesIO(figure.data), name=name),
            file_size=len(figure.data),
            file_hash=digest,
        )
        known.full_clean()
        known.save()
    return int(known.pk)
