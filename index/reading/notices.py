"""Texts that are no article: consent and cookie walls, paywalls, checks for robots."""

from __future__ import annotations

import re
from typing import Final

_CONSENT: Final = (
    r"\b(?:we|us|with) (?:and|plus) (?:our|selected) (?:[\d,.]+ )?(?:\w+ ){0,2}partners\b"
    r"|we (?:value|care about|respect) your (?:privacy|choices)|^before you continue"
    r"|this (?:web)?site uses (?:\w+ )?cookies|\bwe (?:\w+ )?use (?:\w+ )?cookies"
    r"|store and/?(?:or)? ?access information on (?:a|your) device"
    r"|by (?:clicking|continuing|using|accepting|choosing|browsing|selecting)\b.{0,90}"
    r"\b(?:you (?:agree|consent|accept)|agree to|consent to)"
    r"|\b(?:click|tap|select|choose|press)\b.{0,60}\b(?:accept|consent|agree|reject|manage|choices)"
    r"|\b(?:accept|reject|allow|decline|refuse) (?:all|cookies)\b"
    r"|manage (?:\w+ )?(?:preferences|settings|choices|options|consent|cookies)"
    r"|(?:preferences|choices|settings|mind) .{0,60}(?:apply|can be changed|at any time)"
    r"|withdraw (?:your )?consent|process(?:ing)? (?:of )?(?:your )?personal data"
    r"|personali[sz]ed (?:ads|advertising|content)|legitimate interest"
    r"|(?:our|the) (?:cookie|privacy) (?:policy|notice|statement|settings)"
    r"|wir und unsere (?:[\d.]+ )?(?:\w+ )?partner|wir (?:verwenden|nutzen|setzen) .{0,30}cookies"
    r"|(?:ihre|deine) (?:zustimmung|einwilligung)|alle akzeptieren|zustimmen und weiter"
    r"|personenbezogene daten|datenschutz-?(?:einstellungen|erklärung)|werbung und tracking"
    r"|nous et nos (?:[\d ]+ )?(?:\w+ )?partenaires|nous utilisons des cookies"
    r"|votre consentement|continuer sans accepter|tout (?:accepter|refuser)|données personnelles"
    r"|nosotros y nuestros (?:[\d.]+ )?(?:\w+ )?socios|utilizamos cookies|uso de cookies"
    r"|su consentimiento|aceptar (?:todo|todas|y continuar)|datos personales"
    r"|noi e (?:i nostri )?(?:[\d.]+ )?(?:\w+ )?(?:partner|terze parti)|utilizziamo (?:i )?cookie"
    r"|il (?:tuo|suo) consenso|accetta(?:re)? tutt|dati personali"
    r"|wij en onze (?:[\d.]+ )?(?:\w+ )?partners|wij gebruiken cookies|uw toestemming"
    r"|alles accepteren|persoonsgegevens"
)
_PAYWALL: Final = (
    r"subscribe (?:\w+ ){0,2}(?:to|for) (?:\w+ )?(?:continue|read|keep|unlock|get|full|unlimited)"
    r"|to (?:continue|keep) reading|continue reading (?:this|the|with|your)"
    r"|(?:this|the) (?:article|story|content|page) is (?:only |exclusively )?"
    r"(?:for|available (?:only )?(?:to|for)|reserved for|exclusive to) (?:our |\w+ )?"
    r"(?:subscribers|members|premium|registered)"
    r"|subscriber[- ](?:only|exclusive)|already (?:a |an )?(?:\w+ )?"
    r"(?:subscriber|member|subscribed|registered)\b|already have an? (?:\w+ )?account\?"
    r"|you(?:['’]ve| have) (?:reached|read|used|run out).{0,50}(?:limit|articles)"
    r"|start (?:your|a) (?:\w+[- ])?(?:free )?trial|create (?:a|your) (?:free )?account"
    r"|(?:log|sign) ?in (?:here )?(?:to|or) (?:continue|read|subscribe|register)"
    r"|register (?:now |for free |here )?to (?:continue|read)|unlimited (?:digital )?access"
    r"|cancel (?:at )?any ?time|become a (?:subscriber|member)|unlock (?:this|the) (?:article|st)"
    r"|jetzt (?:abonnieren|weiterlesen|testen|registrieren)|weiterlesen mit|(?:nur|exklusiv) für "
    r"abonnent|bereits abonnent|jederzeit kündbar|monatlich kündbar|um weiterzulesen"
    r"|réservé aux abonnés|abonnez-vous|déjà abonné|pour lire la suite|il vous reste .{0,20}à lire"
    r"|suscríb[ae]te|(?:solo|exclusivo) para suscriptores|ya (?:eres|soy) suscriptor"
    r"|seguir leyendo|riservato agli abbonati|abbonati (?:per|a|ora)|già abbonato"
    r"|continua(?:re)? a leggere|alleen voor abonnees|al abonnee|verder lezen"
)
_ROBOTS: Final = (
    r"enable js\b|disable any ad ?blocker|are you a robot|you are (?:a )?human"
    r"|checking your browser|access (?:to this page )?(?:has been |was )?denied"
    r"|unusual (?:traffic|activity)|(?:solve|complete) (?:the|this) captcha"
    r"|verify(?:ing)? (?:that )?you(?:.re| are) (?:a |not a )?(?:human|robot)|not a robot"
    r"|(?:review|check)ing the security of your connection|security (?:check|service) to protect"
    r"|(?:needs|has) to review the security|\bray id\b|cookies to continue"
)
# What such a page says to its reader; an article may tell of pages that are not found.
_MISSING: Final = (
    r"page (?:that )?you(?:.re| are| were)? (?:looking for|requested|trying to (?:reach|access))"
    r"|\bwe (?:can(?:no|.)t|could(?: not|n.t)|(?:are|.re) unable to) find (?:that|the|this|your)"
    r"|it (?:may|might) have (?:been )?(?:moved|removed|deleted|renamed)"
    r"|(?:check|you typed) the (?:url|address|spelling)"
    r"|(?:go|return|back) to (?:the|our) home ?page"
    r"|try (?:a |the |our |using )?search|die (?:gewünschte|angeforderte|gesuchte) seite"
    r"|la page (?:demandée|que vous)|la página (?:solicitada|que (?:buscas|estás))"
    r"|la pagina (?:richiesta|che (?:stai|cerchi))|de (?:opgevraagde|gevraagde) pagina"
)
_MISSING_TITLE: Final = re.compile(
    r"\W*(?:(?:error|fehler|erreur)\W*)?404\b(?:\W*(?:(?:page|file|error|not|seite|página)\b.*)?)?"
    r"|(?:.{0,30}\W)?(?:page|seite|página|pagina|site) (?:was )?(?:not|nicht|no|não|non|niet)"
    r" (?:found|gefunden|encontrada|trovata|gevonden)\b.{0,40}"
    r"|(?:not found|page introuvable|страница не найдена|service unavailable|bad gateway)"
    r"(?:\s*[-–|:.!…(].{0,40})?"
    r"|(?:50[0234]|403)\W+(?:bad|internal|service|gateway|forbidden|error|server)\b.{0,40}",
    re.IGNORECASE,
)
_ROBOTS_TITLE: Final = re.compile(
    r"(?:access denied|attention required|just a moment|are you a (?:robot|human)|security check"
    r"|one more step|pardon our interruption|verifying you are human|captcha)"
    r"(?:\s*[-–|:.!…].{0,60})?",
    re.IGNORECASE,
)
_KINDS: Final = (
    ("a cookie or consent notice", re.compile(_CONSENT, re.IGNORECASE)),
    ("the notice of a paywall", re.compile(_PAYWALL, re.IGNORECASE)),
    ("a check for robots", re.compile(_ROBOTS, re.IGNORECASE)),
    ("the notice that the page was not found", re.compile(_MISSING, re.IGNORECASE)),
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")
_MOST_CHARS: Final = 5_000  # a longer text is more than a notice
_SURE_CHARS: Final = 160  # a text so short is a notice with one sign of it; a longer one needs two
_MOST_BESIDE_CHARS: Final = 3_000  # of what a page shows that has nothing to show
_SHARE: Final = 0.5  # of the text is in sentences with such signs
_TOLD = re.compile(r"[“”„«»]|\bsaid\b|\bsays\b|\btold\b|\"")


def notice_in(text: str) -> str:
    """What a text is if it is no article but "a cookie or consent notice" or the like, else ""."""
    if not text or len(text) > _MOST_CHARS:
        return ""
    signs: dict[str, set[str]] = {kind: set() for kind, _ in _KINDS}
    covered = 0
    for sentence in _SENTENCE.findall(text):
        found = {kind: pattern.findall(sentence) for kind, pattern in _KINDS}
        covered += len(sentence) if any(found.values()) else 0
        for kind, matches in found.items():
            signs[kind].update(match.lower() for match in matches)
    kind, most = max(signs.items(), key=lambda item: len(item[1]))
    enough = 1 if len(text) <= _SURE_CHARS else 2
    return kind if len(most) >= enough and covered >= _SHARE * len(text) else ""


def notice_under(title: str, text: str) -> str:
    """The same for a page of this title: one that was not found may list many others."""
    if len(text) > _MOST_BESIDE_CHARS:
        return ""
    for kind, pattern in ((_KINDS[3][0], _MISSING_TITLE), (_KINDS[2][0], _ROBOTS_TITLE)):
        if pattern.fullmatch(title.strip()):
            return kind
    return ""


def without_notices(text: str) -> str:
    """The text of a page without its lines that are such notices; what somebody is told stays."""
    lines = text.split("\n")
    kept = [line for line in lines if _TOLD.search(line) or not notice_in(line)]
    return text if len(kept) == len(lines) else "\n".join(kept)
