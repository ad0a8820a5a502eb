"""What stands outside the entries, in our own words, built as the published texts are."""

DEFINITIONS = """\
Words 'in single quotes' are explained where they are used.
Words "in double quotes" are explained here:
N.B. The places of use stand in brackets.
"Lathe" (2 6) means a machine that turns things; see "turned part".
N.B. A toy is no "lathe".
"Drift" (gauge) (7) means what a gauge adds by itself.
"Drift" (clock) (2 7) means what a clock loses.
"Kiln" (2) means an oven having all of the following:
a A door; and
b A chimney:
b.1 Of brick;
b.2 Of steel.
"Very Quick Printer" ("VQP") (2 GTN) means one that prints at once.
"Interleaved row Long Name Converter (LNC)" (3) means two converters taking turns.
"Makers (not) in the club" (1) are all others.
"SKT" (All) means "Small Kiln Type" - the usual size.
"Turned part" (2) - see "Lathe"."""
ACRONYMS = """\
Terms that are short forms stand among the definitions.
SHORT FORMS
ABC | A Better Chart
CW | Cold Water
CW (for kilns) | Constant Warmth"""
GENERAL = """\
1 Goods may be old or new.
2 A part does not hide in a whole.
2 N.B. Weigh what the part is worth.
3 Names decide, not numbers."""
SECTION = (
    "Technical Notes: 1. For the purposes of 2B, a spare axis does not count. See 5.3.2. of the "
    "guide. 2. For the purposes of 2B, axes are named as follows: a. By letter; b. By number. "
    "3. A 'tilting table' is one that tilts."
)
TABLE = "1. Process (1) | 2. Base | 3. Coat\nA. Dipping | Steel | Paint (2)\n| Brass | Wax"
CRYPTO = (
    "Note 1: Not used.\n"
    "Note 2: Part 2 leaves alone what travels in a pocket.\n"
    "Note 3: 5A002 does not control: a. Toys; b. Locks: 1. Small; 2. Cheap."
)
ARTICLE = (
    "Article 41.Ask before you export, when: (a) told to; or (b) you know. 2.Where you guess, "
    "say so; 3.Records stay five years under Article 7."
)
LEGAL = (
    "Article 2For this text: (1) ‘goods’ means things; (2) ‘maker’ means: (a) a person; (b) "
    "a firm under point (1); (3) ‘house rules’ or ‘HR’ means what a firm writes down."
)
FREE = 'The "technology" for a kiln goes with the kiln.\nNote: 1E002.e. stays.'
ROWS = (
    ("acronyms", "SHORT FORMS", ACRONYMS),
    ("article_4", "Article 4 — What is not listed", ARTICLE),
    ("category_note", "Category 2 — TABLE - DEPOSITION TECHNIQUES - NOTES", "1 Paint.\n2 Wax."),
    ("definitions", "Article 2 — Definitions", LEGAL),
    ("definitions_annex", "DEFINITIONS", DEFINITIONS),
    ("general_notes", "GENERAL NOTES", GENERAL),
    ("general_software_note", "GSN", "Free copies are free."),
    ("general_technology_note", "GTN", FREE),
    ("information_security_note", "GISN", '"Locks" are judged by what they lock.'),
    ("nuclear_software_note", "NSN", "Section D of Category 0 is lenient."),
    ("nuclear_technology_note", "NTN", "Section E of Category 0 is not."),
    ("section_note", "Category 2 — 2B Machines — notes", SECTION),
    ("section_note", "Category 2 — 2E Technology — notes", TABLE),
    ("section_note", "Category 4 — CATEGORY 4 - COMPUTERS — notes", "Note 1: Chips are not wood."),
    ("section_note", "Category 5 — Part 1 - TELECOMMUNICATIONS — notes", "Note 1: Wires."),
    ("section_note", 'Category 5 — Part 2 - "INFORMATION SECURITY" — notes', CRYPTO),
)


def as_rows(rows=ROWS):
    return [{"kind": kind, "title": title, "text": text} for kind, title, text in rows]
