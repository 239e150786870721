"""The texts that people are shown before they agree, wording 1 (export-format.md, "What was shown")."""

from . import moments
from .form import CATEGORIES

TEXTS = {
    "en": {
        "quotes": ("“", "”"),
        "months": (
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ),
        "date": "{day} {month} {year} at {hour}:{minute} UTC",
        "first": "1",
        "days": ("{n} day", "{n} days"),
        "units": (("day", "days"), ("hour", "hours"), ("minute", "minutes"), ("second", "seconds")),
        "one": lambda n: n == 1,
        "consent": "Consent number {number} for support case {case} of the organisation {tenant}",
        "if_consent": "If you agree, the vendor's support engineers may run diagnostics on the systems below, for this case only, and read what is listed below.",
        "systems": "Which systems",
        "subscriptions": "Subscriptions: {list}",
        "depth": "How deep",
        "standard": "Standard: only diagnostics that do not need the advanced level.",
        "advanced": "Advanced: every diagnostic, also those that look deeper. While this consent lasts, the vendor's support organisation is listed as a service provider in your cross-tenant access settings.",
        "read": "What they may read",
        "hidden": "What is replaced by stand-ins before it leaves your systems",
        "never": "What is never covered",
        "credentials": "Passwords, keys, tokens and other credentials. They are removed before anything leaves your systems, whatever you agree to.",
        "how_long": "How long",
        "ends": "This ends by itself after {days}, on {end} at the latest.",
        "shared": "Only a later consent of yours for another case can prolong it; you are told so before you give that one.",
        "prolongs": "It also prolongs, to the same moment, your consents for these other cases: {list}.",
        "every": "It also prolongs, to the same moment, your consents for all other cases of your organisation that are in force now.",
        "destroyed": "What was collected is destroyed 28 days after it was collected, at the latest.",
        "how_to_stop": "How to stop",
        "withdraw": "Withdraw the consent or close the case at any time: access ends at once.",
        "lock": "Lock your organisation to stop all access, of every case, at once.",
        "approval": "Approval of the access request {request} for support case {case} of the organisation {tenant}",
        "if_approval": "If you agree, the vendor's support engineers may read more in this case for a while. Systems and depth stay those of your consent.",
        "more": "What they may read in addition",
        "approval_ends": "{n} {unit} from your approval on. This ends by itself, on {end} at the latest.",
        "earlier": "It ends earlier if your consent for the case ends.",
        "widens": "It widens the consent with the fingerprint {consent}.",
        "category": "{name}: {example}.",
        "categories": {
            "support_data": ("Support data", "what you hand over in this case, for example your description or a screenshot"),
            "account_data": ("Account data", "billing, licence and administrator records, for example an invoice number or the administrator's telephone number"),
            "system_metadata": ("System metadata", "logs and settings that point to nobody, for example an error code or the version of a program"),
            "oii": ("Organisation-identifiable information", "what points to your organisation, for example its domain name or the name of a server"),
            "euii": ("End-user-identifiable information", "what points to a person directly, for example somebody's name, e-mail address or computer name"),
            "eupi": ("End-user pseudonymous identifiers", "identifiers that stand for a person, for example the number of an account or of a sign-in session"),
        },
    },
    "fr": {
        "quotes": ("«\u00a0", "\u00a0»"),
        "months": (
            "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
            "décembre",
        ),
        "date": "{day} {month} {year} à {hour}\u00a0h\u00a0{minute} (UTC)",
        "first": "1er",
        "days": ("{n} jour", "{n} jours"),
        "units": (("jour", "jours"), ("heure", "heures"), ("minute", "minutes"), ("seconde", "secondes")),
        "one": lambda n: n <= 1,
        "consent": "Consentement numéro {number} pour le dossier d'assistance {case} de l'organisation {tenant}",
        "if_consent": "Si vous acceptez, les ingénieurs d'assistance du fournisseur peuvent exécuter des diagnostics sur les systèmes ci-dessous, pour ce dossier uniquement, et lire ce qui est énuméré ci-dessous.",
        "systems": "Sur quels systèmes",
        "subscriptions": "Abonnements\u00a0: {list}",
        "depth": "À quelle profondeur",
        "standard": "Standard\u00a0: uniquement les diagnostics qui n'exigent pas le niveau avancé.",
        "advanced": "Avancé\u00a0: tous les diagnostics, y compris ceux qui regardent plus en profondeur. Tant que ce consentement dure, l'organisation d'assistance du fournisseur figure comme fournisseur de services dans vos paramètres d'accès entre locataires.",
        "read": "Ce qu'ils peuvent lire",
        "hidden": "Ce qui est remplacé par des pseudonymes avant de quitter vos systèmes",
        "never": "Ce qui n'est jamais couvert",
        "credentials": "Les mots de passe, clés, jetons et autres secrets d'accès. Ils sont retirés avant que quoi que ce soit ne quitte vos systèmes, quel que soit votre accord.",
        "how_long": "Pour combien de temps",
        "ends": "Cela prend fin de soi-même après {days}, au plus tard le {end}.",
        "shared": "Seul un consentement que vous donneriez plus tard pour un autre dossier peut le prolonger\u00a0; cela vous serait dit avant.",
        "prolongs": "Il prolonge aussi, jusqu'au même moment, vos consentements pour ces autres dossiers\u00a0: {list}.",
        "every": "Il prolonge aussi, jusqu'au même moment, vos consentements en vigueur pour tous les autres dossiers de votre organisation.",
        "destroyed": "Ce qui a été collecté est détruit au plus tard 28 jours après la collecte.",
        "how_to_stop": "Comment arrêter",
        "withdraw": "Retirez le consentement ou fermez le dossier à tout moment\u00a0: l'accès prend fin aussitôt.",
        "lock": "Verrouillez votre organisation pour arrêter aussitôt tout accès, dans tous les dossiers.",
        "approval": "Accord à la demande d'accès {request} pour le dossier d'assistance {case} de l'organisation {tenant}",
        "if_approval": "Si vous acceptez, les ingénieurs d'assistance du fournisseur peuvent lire davantage dans ce dossier pendant un temps limité. Les systèmes et la profondeur restent ceux de votre consentement.",
        "more": "Ce qu'ils peuvent lire en plus",
        "approval_ends": "{n} {unit} à partir de votre accord. Cela prend fin de soi-même, au plus tard le {end}.",
        "earlier": "Cela prend fin plus tôt si votre consentement pour ce dossier prend fin.",
        "widens": "Cet accord élargit le consentement dont l'empreinte est {consent}.",
        "category": "{name}\u00a0: {example}.",
        "categories": {
            "support_data": ("Données d'assistance", "ce que vous remettez dans ce dossier, par exemple votre description ou une capture d'écran"),
            "account_data": ("Données de compte", "facturation, licences et coordonnées de l'administrateur, par exemple un numéro de facture ou le téléphone de l'administrateur"),
            "system_metadata": ("Métadonnées du système", "journaux et réglages qui ne désignent personne, par exemple un code d'erreur ou la version d'un programme"),
            "oii": ("Informations identifiant l'organisation", "ce qui désigne votre organisation, par exemple son nom de domaine ou le nom d'un serveur"),
            "euii": ("Informations identifiant l'utilisateur final", "ce qui désigne directement une personne, par exemple son nom, son adresse électronique ou le nom de son ordinateur"),
            "eupi": ("Identifiants pseudonymes de l'utilisateur final", "identifiants qui tiennent lieu d'une personne, par exemple le numéro d'un compte ou d'une session de connexion"),
        },
    },
}


class Renderer:
    def __init__(self, language):
        self.words = TEXTS[language]

    def quote(self, ident):
        left, right = self.words["quotes"]
        plain = (c if "!" <= c <= "~" or c == " " or c.isalnum() else f"\\u{{{ord(c):x}}}" for c in ident)
        return left + "".join(plain) + right

    def quoted(self, idents):
        return ", ".join(map(self.quote, idents))

    def date(self, moment):
        """The first whole minute from a moment on."""
        text = moments.text(moments.plus(moment, -moment % 60_000_000))
        day = text[8:10].lstrip("0")
        return self.words["date"].format(
            day=self.words["first"] if day == "1" else day, month=self.words["months"][int(text[5:7]) - 1],
            year=text[:4], hour=text[11:13], minute=text[14:16],
        )

    def meanings(self, categories):
        told = []
        for category in CATEGORIES:
            if category in categories:
                name, example = self.words["categories"][category]
                told.append("- " + self.words["category"].format(name=name, example=example))
        return told

    def text(self, title, agreement, sections):
        lines = [title, "", agreement]
        for heading, section in sections:
            lines += ["", self.words[heading], *("  " + line for line in section)]
        return "\n".join(lines) + "\n"

    def consent(self, document):
        words = self.words
        hidden = [f"- {words['categories'][one][0]}" for one in CATEGORIES if one not in document["categories"]]
        days = document["access_days"]
        # A document may be recorded up to an hour after it was made; its time counts from then.
        end = moments.plus(moments.plus(document["given_at"], days * moments.DAY), moments.HOUR)
        long = [words["ends"].format(days=words["days"][days != 1].format(n=days), end=self.date(end))]
        if document["access_lifetime"] == "shared":
            long.append(words["shared"])
        if document["prolongs"] == "every":
            long.append(words["every"])
        elif document["prolongs"]:
            long.append(words["prolongs"].format(list=self.quoted(document["prolongs"])))
        long.append(words["destroyed"])
        sections = [
            ("systems", [words["subscriptions"].format(list=self.quoted(document["subscriptions"]))]),
            ("depth", [words[document["level"]]]),
            ("read", self.meanings(document["categories"])),
            *([("hidden", hidden)] if hidden else []),
            ("never", [words["credentials"]]),
            ("how_long", long),
            ("how_to_stop", [words["withdraw"], words["lock"]]),
        ]
        title = words["consent"].format(
            number=document["number"], case=self.quote(document["case"]), tenant=self.quote(document["tenant"])
        )
        return self.text(title, words["if_consent"], sections)

    def approval(self, document):
        words, seconds = self.words, document["seconds"]
        unit = next(place for place, size in enumerate((86_400, 3_600, 60, 1)) if seconds % size == 0)
        n = seconds // (86_400, 3_600, 60, 1)[unit]
        end = moments.plus(moments.plus(document["given_at"], seconds * moments.SECOND), moments.HOUR)
        ends = words["approval_ends"].format(n=n, unit=words["units"][unit][not words["one"](n)], end=self.date(end))
        sections = [
            ("more", self.meanings(document["categories"])),
            ("never", [words["credentials"]]),
            ("how_long", [ends, words["earlier"], words["widens"].format(consent=document["consent"])]),
            ("how_to_stop", [words["withdraw"], words["lock"]]),
        ]
        title = words["approval"].format(
            request=self.quote(document["request"]), case=self.quote(document["case"]),
            tenant=self.quote(document["tenant"]),
        )
        return self.text(title, words["if_approval"], sections)
