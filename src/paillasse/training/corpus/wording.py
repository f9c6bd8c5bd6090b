"""What kind of word a French glossary term is: a noun and its gender, or a verb and its imperative."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paillasse.language.text import fold

_MASCULINE = frozenset(
    """
    accessoire accès adaptateur agitateur air alcool analyseur anneau appareil arbre automate axe azote bac bain
    ballon bec bidon bip blanc bloc bornier bouchon boulon bouton boîtier bras bruit bureau bus bécher cadran
    cadre canal capot câble carter cathéter cavalier centre certificat champ chargeur chariot chemin chiffon
    circuit clapet clavier coffret collier compte condensateur congélateur contact contraste contrôle corps
    couloir coupleur couple courant couvercle crochet cycle cylindre cône code code-barres cordon disque dossier
    diaphragme débit défaut délai détendeur dispositif embout entonnoir essai évent fichier fil film filtre flacon
    fond format four fluide flux frein fusible gain gaz gel guide identifiant incubateur indice infrarouge
    injecteur intervalle jeu joint journal kit laboratoire laser lecteur levier logiciel lot manomètre masque
    matériel menu microscope milieu miroir mode modèle module mot moteur nom nombre numéro objectif ordinateur
    ordre oculaire outil palier panier papier paramètre pare-feu pic pied pilote pixel plan plasma poids point
    port portoir poste potentiomètre produit profil programme protocole puits rail rapport raccord radiateur rayon
    registre relais repère ressort retour robot robinet rotor rouleau ruban réacteur réactif régulateur réservoir
    résultat sang scanner schéma secteur sens serveur seuil signal site socle solvant son spectre support système
    sérum tambour tamis tampon taux temps test thermomètre tiroir titre toner transfert trépied tube tuyau type
    ventilateur verre verrou vide voyant volume vérin écran écrou échantillon élément équipement état étalon
    """.split()
)
_FEMININE = frozenset(
    """
    adresse aiguille alarme aide ampoule analyse armoire bague balance bande bandelette barre base batterie bobine
    borne boucle bouteille boîte bride broche bulle burette buse butée caméra cartouche carte case cellule chaleur
    chambre chaîne charge chute cible clé cloche colonne commande conduite connexion console corbeille couche
    couleur courbe courroie course cuve cuvette date demande diode distance donnée dose douille durée électrode
    électronique enceinte encre entrée épaisseur erreur échelle équerre étape étiquette étuve face fenêtre fente
    feuille fibre fiche fiole flèche force forme formule fuite gaine gamme garniture glace goupille goutte graisse
    grille hotte huile heure image imprimante interface jauge lame lampe langue largeur lentille ligne limite
    liste longueur loupe lumière machine maille manette marche masse matière membrane mesure mise molette monture
    mousse mémoire méthode notice nacelle odeur olive page paillasse panne passerelle pastille pédale période
    phase pièce pile pince pipette piste plaque plaquette platine pointe pompe porte poudre poulie poussière
    pression prise procédure profondeur protection puissance pâte qualité rampe recherche règle résine résistance
    requête réponse roue roulette salle sauvegarde saisie seringue serrure sonde sortie soudure soupape source
    structure surface séquence table tablette taille tare température tension touche trappe tige trousse turbine
    tête valeur valve vanne vapeur vis visière vitesse vitre voie vue zone hauteur eau peau lueur douleur lenteur
    teneur grosseur rigueur sueur tumeur humeur cathode anode plage cage nage
    """.split()
)
_NOT_NOUNS = frozenset(
    "antérieur beau comment davantage disponible extérieur haut inférieur intérieur majeur meilleur mineur notamment "
    "nouveau nouvelle postérieur pur précipité sauvage silence simple supérieur ultérieur visible magazine".split()
)
_MASCULINE_ENDING = re.compile(r"(?:..age|.ment|..eur|isme|mètre|graphe|scope|gramme|stat|.eau)$")
_FEMININE_ENDING = re.compile(r"(?:[tsx]ion|.ité|.ette|.ance|.ence|trice|.ture|..ine|.erie|.logie|.tude|.ille)$")
_ENGLISH_NOT_NOUN = re.compile(r"(?:\wly|\wed|\wable|\wible|\wous|\wful)$")
_COMPOUND = re.compile(r"^[^\W\d_][\w-]* (?:de |d'|à |en |du |des )")
_NO_COMPOUND = frozenset(
    "aller au aucun aucune bas beaucoup combien de en fait haut hors il le la lors mal ne non pas peu plus près "
    "quel quelle risque s'agit se tous tout toute trop un une à".split()
)
_MUTE_H = re.compile(r"h(?:abit|alog|armo|eberg|eli|ema|emo|erm|eure|exa|isto|omog|ori|orm|oro|uile|umid|y)")

_IMPERATIVES: dict[str, str] = {
    pair.partition(":")[0]: pair.partition(":")[2]
    for pair in """
    agrandir:agrandissez choisir:choisissez conduire:conduisez convertir:convertissez couvrir:couvrez définir:définissez
    découvrir:découvrez décrire:décrivez dissoudre:dissolvez écrire:écrivez éteindre:éteignez étendre:étendez
    extraire:extrayez fournir:fournissez inclure:incluez interrompre:interrompez introduire:introduisez
    joindre:joignez lire:lisez maintenir:maintenez mettre:mettez obtenir:obtenez ouvrir:ouvrez polir:polissez
    prendre:prenez produire:produisez raccourcir:raccourcissez ralentir:ralentissez recouvrir:recouvrez
    refroidir:refroidissez remettre:remettez remplir:remplissez rendre:rendez réduire:réduisez retenir:retenez
    saisir:saisissez suivre:suivez suspendre:suspendez tendre:tendez tordre:tordez élargir:élargissez voir:voyez
    """.split()
}
_OBJECTLESS = frozenset(
    """
    accéder acier aller appuyer arriver atelier baver biper boîtier bornier bouger bécher cahier calendrier cancer
    carter cathéter cavalier circuler clavier clignoter cliquer coincer collaborer commencer communiquer concerner
    consister courrier couler danger dernier dossier double-cliquer durer déborder décider défiler dériver espérer
    erlenmeyer escalier exister fer fichier figer flotter fluctuer fonctionner foyer fumer fusionner février
    gagner gérer grimper hier influencer janvier jouer laser levier lutter léger lier mériter millier mobilier
    mortier infirmier collier mousser naviguer osciller palier panier papier parler participer particulier patiner
    payer penser premier raconter ressembler rester risquer ronfler réagir scintiller siffler sucer surchauffer
    tablier tirer tomber toner travailler trembler user vaciller varier vibrer zoomer échouer écolier entier
    enseigner évier évoluer aimer cerner
    """.split()
)


@dataclass(frozen=True, slots=True)
class Noun:
    """A French noun phrase, its gender where its first word tells."""

    text: str
    gender: str
    """m, f, or empty."""

    @property
    def elides(self) -> bool:
        """True when articles lose their vowel before it."""
        folded = fold(self.text)
        return folded[0] in "aeiou" or bool(_MUTE_H.match(folded))

    def forms(self) -> dict[str, str]:
        """The phrase alone (`x`), after "de" (`de`), and after the articles that its gender or first letter allows."""
        found = {"x": self.text, "de": f"d'{self.text}" if self.elides else f"de {self.text}"}
        if self.elides:
            found |= {"le": f"l'{self.text}", "du": f"de l'{self.text}", "au": f"à l'{self.text}"}
        elif self.gender == "m":
            found |= {"le": f"le {self.text}", "du": f"du {self.text}", "au": f"au {self.text}"}
        elif self.gender == "f":
            found |= {"le": f"la {self.text}", "du": f"de la {self.text}", "au": f"à la {self.text}"}
        return found


def noun(french: str, english: str) -> Noun | None:
    """The term as a noun; None when it may be something else, or a plural without an article to go with."""
    head = french.split(" ", maxsplit=1)[0].lower()
    if _ENGLISH_NOT_NOUN.search(english) or head in _NOT_NOUNS:
        return None
    if gender := _gender(head):
        return Noun(french, gender)
    compound = _COMPOUND.match(french) and head not in _NO_COMPOUND and not re.search(r"(?:er|ir|re|é|ée|s|x)$", head)
    return Noun(french, "") if compound and not _elides_unknown(head) else None


def imperative(infinitive: str) -> str:
    """The -ez form of a verb that takes an object; empty for anything else."""
    if infinitive in _OBJECTLESS or not infinitive.isalpha():
        return ""
    return _IMPERATIVES.get(infinitive) or (f"{infinitive[:-1]}z" if infinitive.endswith("er") else "")


def _gender(head: str) -> str:
    if head in _MASCULINE:
        return "m"
    if head in _FEMININE:
        return "f"
    if _FEMININE_ENDING.search(head):
        return "f"
    return "m" if _MASCULINE_ENDING.search(head) else ""


def _elides_unknown(head: str) -> bool:
    """An h that may be mute or not."""
    return head.startswith("h") and not _MUTE_H.match(fold(head))
