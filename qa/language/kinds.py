"""Words by which persons, animals and things are told apart where a parser only guesses."""

from __future__ import annotations

import re

from qa.language.words import stem

_ROLES = frozenset(
    stem(word)
    for word in (
        "president minister premier chancellor king queen prince princess duke duchess emperor"
        " mayor governor senator congressman congresswoman lawmaker deputy chief head leader boss"
        " director manager chairman chairwoman chairperson chair ceo cfo executive founder owner"
        " captain coach pilot driver sailor singer rapper musician composer actor actress author"
        " writer poet painter editor journalist reporter presenter host judge lawyer attorney"
        " prosecutor general colonel officer soldier commander ambassador secretary spokesman"
        " spokeswoman spokesperson treasurer speaker bishop pope archbishop cardinal priest imam"
        " rabbi doctor nurse surgeon scientist researcher professor teacher pupil student winner"
        " loser runner-up champion player striker goalkeeper keeper swimmer runner rider victim"
        " suspect gunman shooter attacker killer murderer thief robber survivor witness husband"
        " wife son daughter mother father brother sister uncle aunt friend girlfriend boyfriend"
        " widow child baby man woman boy girl person people astronaut engineer architect inventor"
        " designer developer farmer hunter worker employee customer candidate opponent successor"
        " predecessor nominee billionaire star politician activist farmer twin hero"
    ).split()
)
_ANIMALS = frozenset(
    stem(word)
    for word in (
        "animal pet dog puppy cat kitten horse cow bull calf pig sheep goat bear panda lion tiger"
        " cheetah leopard wolf fox elephant giraffe monkey ape gorilla chimpanzee whale dolphin"
        " shark orca seal bird parrot owl eagle penguin tortoise turtle crocodile snake"
    ).split()
)
_NO_PERSONS = frozenset(
    "open cup games championship championships league olympics masters marathon prix derby regatta"
    " tour festival award awards prize oscars party council court university college"
    " school bank corp corporation inc ltd company group club united fc act bill treaty accord"
    " agreement bridge canal dam airport station zoo sea ocean island islands"
    " mountain avenue hospital museum cathedral tower palace castle"
    " centre center stadium arena times news agency ministry department association committee"
    " institute foundation union cafe café restaurant hotel army navy"
    " change mail police lottery records oil city atlas solutions"
    " telescope rocket probe mission war election".split()
)


def is_role(word: str) -> bool:
    """Whether a common noun, in small letters, means somebody: "president", "winners"."""
    return stem(word) in _ROLES or bool(re.fullmatch(r"\w{3,}(?:ist|man|woman|person)s?", word))


def is_animal(word: str) -> bool:
    """Whether a common noun, in small letters, means an animal, which may be a he or a she."""
    return stem(word) in _ANIMALS


def ends_no_person(name: str) -> bool:
    """Whether a name ends in what no person is called: "Skerrin Open", "Testa Bridge"."""
    return " " in name and name.rpartition(" ")[2].casefold() in _NO_PERSONS
