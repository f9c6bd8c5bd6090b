"""Sentences of technicians and manuals with holes, in both languages: (French, English).

French holes: `{le}` `{du}` `{au}` a noun with that article, `{x}` the noun alone, `{de}` "de" or "d'" and the noun;
`{inf}` a verb, `{ez}` its imperative; `{sym}` what a machine does not do ("ne démarre pas"). A second noun has a 2.
English holes: `{x}`, `{x2}`, `{verb}`, `{sym}`. In both: `{n}` a whole number over 1, `{d}` a decimal one, `{u}` a
unit, `{code}`. Nothing has to agree with a noun in gender or number, save where its article is there to tell.
"""

from __future__ import annotations

TEMPLATES: tuple[tuple[str, str], ...] = (
    # What people type
    ("Comment {inf} {le} ?", "How do I {verb} the {x}?"),
    ("comment {inf} {le}", "how to {verb} the {x}"),
    ("Où se trouve {le} ?", "Where is the {x}?"),
    ("où est {le} sur l'appareil ?", "where is the {x} on the instrument?"),
    ("À quoi sert {le} ?", "What is the {x} for?"),
    ("À quelle fréquence faut-il {inf} {le} ?", "How often do I have to {verb} the {x}?"),
    ("Quand faut-il {inf} {le} ?", "When do I have to {verb} the {x}?"),
    ("Est-ce que je peux {inf} {le} moi-même ?", "Can I {verb} the {x} myself?"),
    ("Faut-il {inf} {le} avant {le2} ?", "Do I need to {verb} the {x} before the {x2}?"),
    ("Que faire si {le} {sym} ?", "What should I do if the {x} {sym}?"),
    ("Pourquoi {le} {sym} ?", "Why is it that the {x} {sym}?"),
    ("{le} {sym}", "the {x} {sym}"),
    ("{le} {sym}, que vérifier ?", "the {x} {sym}, what should I check?"),
    ("{le} {sym} alors que {le2} est en marche", "the {x} {sym} although the {x2} is running"),
    ("Bonjour, {le} {sym} depuis ce matin, une idée ?", "Hello, the {x} {sym} since this morning, any idea?"),
    ("Impossible de {inf} {le}", "Cannot {verb} the {x}"),
    ("je n'arrive pas à {inf} {le}", "I can't {verb} the {x}"),
    ("Quel est le rôle {du} ?", "What does the {x} do?"),
    ("Quelle est la différence entre {le} et {le2} ?", "What is the difference between the {x} and the {x2}?"),
    ("problème {de}, que faire", "{x} problem, what to do"),
    ("probleme {x} et {x2}", "problem with {x} and {x2}"),
    ("{x} : code {code}", "{x}: code {code}"),
    ("code erreur {code} {x}", "error code {code} {x}"),
    ("Que signifie l'erreur {code} affichée pour {le} ?", "What does error {code} shown for the {x} mean?"),
    ("{x} valeur maximale ?", "{x} maximum value?"),
    ("Quelle est la référence {du} ?", "What is the part number of the {x}?"),
    ("Comment savoir si {le} est en panne ?", "How do I know whether the {x} is faulty?"),
    ("message d'alerte au sujet {du}", "warning message about the {x}"),
    # Steps
    ("{ez} {le}.", "{verb} the {x}."),
    ("{n}. {ez} {le}.", "{n}. {verb} the {x}."),
    ("{ez} {le} puis {le2}.", "{verb} the {x}, then the {x2}."),
    ("{ez} {le} à l'aide {du2}.", "{verb} the {x} with the {x2}."),
    ("{inf} {le} avant de continuer.", "{verb} the {x} before you continue."),
    ("{inf} {le} sans toucher {au2}.", "{verb} the {x} without touching the {x2}."),
    ("Pour {inf} {le}, appuyez sur {le2}.", "To {verb} the {x}, press the {x2}."),
    ("Attendez {n} minutes, puis {ez} {le}.", "Wait {n} minutes, then {verb} the {x}."),
    ("Si {le} {sym}, {ez} {le2}.", "If the {x} {sym}, {verb} the {x2}."),
    ("Dans le menu, choisissez « {x} », puis {ez} {le2}.", "In the menu, select “{x}”, then {verb} the {x2}."),
    ("Assurez-vous que {le} est en place.", "Make sure that the {x} is in place."),
    ("Débranchez l'appareil avant de {inf} {le}.", "Unplug the instrument before you {verb} the {x}."),
    ("Reliez {le} {au2}.", "Connect the {x} to the {x2}."),
    ("Utilisez {le} avec {le2}.", "Use the {x} with the {x2}."),
    ("Remettez {le} en place et vérifiez {le2}.", "Put the {x} back in place and check the {x2}."),
    # Warnings
    ("ATTENTION : ne jamais {inf} {le} pendant la mesure.", "CAUTION: never {verb} the {x} during the measurement."),
    ("AVERTISSEMENT : risque de blessure. N'ouvrez pas {le}.", "WARNING: risk of injury. Do not open the {x}."),
    ("DANGER : {le} peut rester sous tension.", "DANGER: the {x} may stay live."),
    ("Ne touchez pas {le} à mains nues.", "Do not touch the {x} with bare hands."),
    ("Portez des gants pour {inf} {le}.", "Wear gloves to {verb} the {x}."),
    ("Seul un technicien qualifié peut {inf} {le}.", "Only a qualified technician may {verb} the {x}."),
    # Messages and displays
    ("Erreur {code} : {x}", "Error {code}: {x}"),
    ("Défaut {de}. Appelez le service après-vente.", "{x} fault. Call the service department."),
    ("{x} : hors limites ({d} {u})", "{x}: out of limits ({d} {u})"),
    ("Alarme {code} : contrôlez {le}.", "Alarm {code}: check the {x}."),
    # Specifications
    ("{x} : {d} {u}", "{x}: {d} {u}"),
    ("{x} maxi : {n} {u}", "max. {x}: {n} {u}"),
    ("{x}, {n} {u}, pour {x2}", "{x}, {n} {u}, for {x2}"),
    ("La valeur {du} va de {d} à {n} {u}.", "The value of the {x} goes from {d} to {n} {u}."),
    ("Caractéristiques : {x}, {x2}", "Specifications: {x}, {x2}"),
    ("Tableau {n} : {x} et {x2}", "Table {n}: {x} and {x2}"),
    # Maintenance
    ("{inf} {le} tous les {n} mois.", "{verb} the {x} every {n} months."),
    ("Toutes les {n} heures : {inf} {le}.", "Every {n} hours: {verb} the {x}."),
    ("Entretien {du} : une fois par semaine.", "Maintenance of the {x}: once a week."),
    ("La durée de vie {du} est de {n} heures.", "The {x} lasts {n} hours."),
    ("Remplacement : {x}", "Replacement: {x}"),
    ("Pièces de rechange : {x}, {x2}", "Spare parts: {x}, {x2}"),
    # Headings
    ("Chapitre {n}. {x}", "Chapter {n}. {x}"),
    ("Réglage {du}", "Setting the {x}"),
    ("Installation {du} et {du2}", "Installing the {x} and the {x2}"),
    ("Présentation {du}", "Overview of the {x}"),
)
