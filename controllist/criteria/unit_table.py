"""The units that criteria and datasheets may name: pint's expression, English and Russian sign.

A unit that is missing is added here, one line; `ALIASES` follows from the signs.
"""

from typing import NamedTuple


class Unit(NamedTuple):
    pint: str
    en: str
    ru: str


def _table(text: str) -> dict[str, Unit]:
    rows = (line.split("|") for line in text.strip().splitlines() if line.strip())
    return {
        key: Unit(pint, en or key, ru or en or key)
        for key, pint, en, ru in (tuple(part.strip() for part in row) for row in rows)
    }


# key | pint | English sign (key if empty) | Russian sign
UNITS = {"": Unit("dimensionless", "", "")} | _table("""
%|percent|%|%
ppm|ppm|ppm|млн⁻¹
ppb|part_per_billion|ppb|млрд⁻¹
at.%|percent|at.%|ат. %
m|m||м
cm|cm||см
mm|mm||мм
um|um|µm|мкм
nm|nm||нм
km|km||км
in|inch|in|″
ft|foot|ft|фут
nmi|nautical_mile|nmi|мор. мил.
m2|m**2|m²|м²
cm2|cm**2|cm²|см²
mm2|mm**2|mm²|мм²
m3|m**3|m³|м³
cm3|cm**3|cm³|см³
L|liter|l|л
mL|milliliter|ml|мл
kg|kg||кг
g|gram|g|г
mg|mg||мг
ug|microgram|µg|мкг
t|metric_ton|t|т
lb|pound|lb|фунт
u|unified_atomic_mass_unit|u|а. е. м.
mmol|mmol|mmol|ммоль
s|s||с
ms|ms||мс
us|us|µs|мкс
ns|ns||нс
ps|ps||пс
fs|fs||фс
min|minute|min|мин
h|hour|h|ч
day|day|days|сут
year|whole_year|years|лет
Hz|hertz|Hz|Гц
kHz|kilohertz|kHz|кГц
MHz|megahertz|MHz|МГц
GHz|gigahertz|GHz|ГГц
THz|terahertz|THz|ТГц
rpm|1/minute|rpm|об/мин
1/s|1/s|per second|1/с
fps|1/s|frames/s|кадр/с
Pa|Pa||Па
mPa|mPa||мПа
hPa|hPa||гПа
kPa|kPa||кПа
MPa|MPa||МПа
GPa|GPa||ГПа
mbar|mbar||мбар
bar|bar||бар
psi|psi|psi|фунт/кв. дюйм
Torr|mmHg|mmHg|мм рт. ст.
K|kelvin|K|К
mK|millikelvin|mK|мК
degC|degC|°C|°C
W|W||Вт
nW|nW|nW|нВт
uW|uW|µW|мкВт
mW|mW||мВт
kW|kW||кВт
MW|MW||МВт
GW|GW||ГВт
VA|W|VA|В·А
kVA|kW|kVA|кВ·А
J|J||Дж
mJ|mJ||мДж
uJ|uJ|µJ|мкДж
kJ|kJ||кДж
MJ|MJ||МДж
J/kg|J/kg||Дж/кг
Wh/kg|W*hour/kg|Wh/kg|Вт·ч/кг
W/kg|W/kg||Вт/кг
eV|eV||эВ
keV|keV||кэВ
MeV|MeV||МэВ
V|V||В
mV|mV||мВ
kV|kV||кВ
MV|MV||МВ
A|A||А
uA|uA|µA|мкА
mA|mA||мА
kA|kA||кА
A/mm2|A/mm**2|A/mm²|А/мм²
A/us|A/us|A/µs|А/мкс
ohm|ohm|Ω|Ом
F|F||Ф
uF|uF|µF|мкФ
nF|nF||нФ
pF|pF||пФ
nH|nH||нГн
uH|uH|µH|мкГн
T|T||Тл
nT|nT||нТл
N|N||Н
kN|kN||кН
MN|MN||МН
N.m|N*m|N·m|Н·м
N.s|N*s|N·s|Н·с
kN.s|kN*s|kN·s|кН·с
MN.s|MN*s|MN·s|МН·с
kN.s/kg|kN*s/kg|kN·s/kg|кН·с/кг
deg|degree|°|°
arcmin|arcminute|′|′
arcsec|arcsecond|arc seconds|угл. с
rad|radian|rad|рад
mrad|milliradian|mrad|мрад
mm.mrad|mm*milliradian|mm·mrad|мм·мрад
urad|microradian|µrad|мкрад
deg/s|degree/s|°/s|°/с
rad/s|radian/s|rad/s|рад/с
deg/h|degree/hour|°/h|°/ч
deg/rt-h|degree/hour**0.5|°/√h|°/√ч
m/s|m/s||м/с
km/s|km/s||км/с
km/h|km/hour|km/h|км/ч
kn|knot|kn|уз
nmi/h|nautical_mile/hour|nmi/h|мор. мил./ч
mm/us|mm/us|mm/µs|мм/мкс
mm/s|mm/s||мм/с
m/s2|m/s**2|m/s²|м/с²
gn|standard_gravity|g|g
ugn|microstandard_gravity|micro g|мкg
kg/m3|kg/m**3|kg/m³|кг/м³
g/cm3|g/cm**3|g/cm³|г/см³
mg/m3|mg/m**3|mg/m³|мг/м³
m3/h|m**3/hour|m³/h|м³/ч
m3/s|m**3/s|m³/s|м³/с
L/h|liter/hour|l/h|л/ч
L/min|liter/minute|l/min|л/мин
L/s|liter/s|l/s|л/с
g/h|gram/hour|g/h|г/ч
kg/h|kg/hour|kg/h|кг/ч
kg/s|kg/s||кг/с
kg/day|kg/day|kg/24 h|кг/сут
kg/year|kg/whole_year|kg/year|кг/год
t/year|metric_ton/whole_year|t/year|т/год
kg/N/h|kg/newton/hour|kg/(N·h)|кг/(Н·ч)
g.mm/kg|gram*mm/kg|g·mm/kg|г·мм/кг
g.mm|gram*mm|g·mm|г·мм
Gy|gray|Gy|Гр
kGy|kilogray|kGy|кГр
Gy/s|gray/s|Gy/s|Гр/с
Bq|Bq||Бк
MBq|MBq||МБк
GBq|GBq||ГБк
TBq|TBq||ТБк
n/cm2|1/cm**2|n/cm²|н/см²
n/s|1/s|neutrons/s|нейтр./с
dB|bel_tenth|dB|дБ
dBm|bel_tenth|dBm|дБм
dBm/Hz|bel_tenth*s|dBm/Hz|дБм/Гц
dB/km|bel_tenth/km|dB/km|дБ/км
bit|bit_word|bit|бит
bit/s|bit_word/s|bit/s|бит/с
Mbit/s|megabit_word/s|Mbit/s|Мбит/с
Gbit/s|gigabit_word/s|Gbit/s|Гбит/с
Tbit/s|terabit_word/s|Tbit/s|Тбит/с
MSPS|megahertz|million samples/s|млн отсчётов/с
GSPS|gigahertz|billion samples/s|млрд отсчётов/с
WT|wt_flop|WT|WT
TOPS|teraoperation/s|TOPS|TOPS
TFLOPS|teraoperation/s|TFLOPS|TFLOPS
DN|dn_size|DN|DN
lines/mm|1/mm|lines/mm|лин/мм
uA/lm|uA/lumen|µA/lm|мкА/лм
mA/W|mA/W||мА/Вт
W/cm2|W/cm**2|W/cm²|Вт/см²
cm2/s|cm**2/s|cm²/s|см²/с
m2/s|m**2/s|m²/s|м²/с
1/cm3|1/cm**3|1/cm³|1/см³
kbyte|kiloeight_bits|kB|кбайт
Gbyte/s|gigaeight_bits/s|Gbyte/s|Гбайт/с
""")  # fmt: skip
# Words that people type in place of a sign.
SPELLED = {
    '"': "in",
    "дюйм": "in",
    "дюйма": "in",
    "дюймов": "in",
    "морская миля": "nmi",
    "морские мили": "nmi",
    "морских миль": "nmi",
    "сут.": "day",
}
# Units of their own kind, which pint does not know.
OWN_UNITS = (
    *(
        f"{name} = [{name}]"
        for name in ("operation", "bit_word", "bel_tenth", "wt_flop", "dn_size")
    ),
    "eight_bits = 8 * bit_word",
    "whole_year = 365 * day",
    "part_per_billion = 1e-9",
)
_FOLD = str.maketrans("²³·\u2212", "23.-", " \u00a0\u202f")


def fold(sign: str) -> str:
    """A sign as it is compared: no spaces, plain digits for powers."""
    return sign.translate(_FOLD)


def _aliases() -> dict[str, tuple[str, ...]]:
    """Signs of both languages to keys, the key of that name first (`g`: gram, then gravity).

    A spelling in another case counts only where nothing else is spelled so.
    """
    exact: dict[str, dict[str, None]] = {}
    loose: dict[str, set[str]] = {}
    for key, unit in UNITS.items():
        for sign in filter(None, (key, unit.en, unit.ru, unit.en.replace("µ", "μ"))):
            exact.setdefault(fold(sign), {})[key] = None
            loose.setdefault(fold(sign).casefold(), set()).add(key)
    for word, key in SPELLED.items():
        exact.setdefault(fold(word), {})[key] = None
        loose.setdefault(fold(word).casefold(), set()).add(key)
    single = {sign: tuple(keys) for sign, keys in loose.items() if len(keys) == 1}
    return single | {sign: tuple(keys) for sign, keys in exact.items()}


ALIASES = _aliases()
