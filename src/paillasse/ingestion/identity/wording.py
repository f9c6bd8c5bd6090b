"""Words that tell nothing about the machine, and words that name sorts of machines."""

from __future__ import annotations

import re

from paillasse.language.text import fold

GENERIC = frozenset(
    """a an and the of for to in on with by from de du des le la les l d et en pour sur au aux un une
    manual manuals manuel manuels user users s utilisateur utilisateurs utilisation operator operators operating
    operation operateur owner owners instruction instructions guide guides notice notices reference quick start
    installation getting started service maintenance handbook mode emploi documentation document doc technical
    technique bulletin note notes sop procedure procedures standard version rev revision edition issue pdf final draft
    scanned scan book cover title page contents table gebrauchsanweisung bedienungsanleitung istruzioni instrucciones
    programmer programmers software system systeme series serie kit multi copy new garbled text use all rights reserved
    cleaning english french francais anglais fr gb us uk eng fra int""".split()
)
_LANGUAGE_CODES = frozenset("en fr de it es pt nl multi".split())
DEVICES = frozenset(
    """furnace oven incubator pump logger reader analyzer analyser microscope laser camera multimeter gaussmeter
    titrator oscilloscope centrifuge thermocycler cycler spectrophotometer spectrometer blender mixer shaker stirrer
    probe controller autoclave balance scale pipette freezer refrigerator fridge chiller bath meter sensor detector
    counter sequencer chromatograph homogenizer sonicator evaporator hood cabinet dewar illuminator source amplifier
    generator supply cell chamber valve printer scanner imager fluorometer luminometer polarimeter viscometer
    calorimeter electrophoresis decoder board card system sterilizer washer dispenser tuner receiver dynamometer
    thermometer hygrometer manometer flowmeter dryer press hotplate heater four etuve incubateur pompe enregistreur
    lecteur analyseur automate multimetre gaussmetre titrateur centrifugeuse thermocycleur spectrophotometre
    spectrometre broyeur agitateur melangeur sonde controleur regulateur congelateur refrigerateur refroidisseur
    bain capteur detecteur compteur sequenceur chromatographe hotte enceinte lampe amplificateur generateur
    alimentation cuve chambre vanne imprimante decodeur carte automate laveur sterilisateur""".split()
)
_SPLIT = re.compile(r"[\W_]+")


def name_tokens(filename: str) -> list[str]:
    """Words of a file name, extension and language codes left out, case kept; control characters part words."""
    stem = re.sub(r"\.\w{2,5}$", "", "".join(c if c.isprintable() else " " for c in filename))
    tokens = [token for token in re.split(r"[\s_.,;+()\[\]]+|-(?=[A-Za-z]{3})|(?<=[A-Za-z]{3})-", stem) if token]
    while tokens and all(part in _LANGUAGE_CODES for part in tokens[0].lower().split("-")):
        tokens = tokens[1:]
    return tokens


def telling(text: str) -> list[str]:
    """Folded words of a text that say something about the machine."""
    return [token for token in _SPLIT.split(fold(text)) if token and token not in GENERIC]
