"""Drives azure-mgmt-support against a server; prints what came of it as JSON. Arguments: one JSON object."""

import json
import sys
from datetime import datetime, timedelta, timezone

from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.core.pipeline.policies import AzureKeyCredentialPolicy
from azure.mgmt.support import MicrosoftSupport
from azure.mgmt.support.models import (
    CheckNameAvailabilityInput, CommunicationDetails, ContactProfile, FileDetails, SecondaryConsent,
    SupportTicketDetails, UpdateContactProfile, UpdateSupportTicket, UploadFile,
)

import base64

given = json.loads(sys.argv[1])
key = AzureKeyCredential(given["token"])
policy = AzureKeyCredentialPolicy(key, "Authorization", prefix="Bearer")
client = MicrosoftSupport(
    credential=key, subscription_id=given["subscription"], base_url=given["url"], authentication_policy=policy)
told = {}

services = list(client.services.list())
service = next(one for one in services if one.name == "identity")
assert client.services.get(service.name).display_name == service.display_name
natures = list(client.problem_classifications.list(service.name))
nature = next(one for one in natures if one.name == "sign-in")
assert client.problem_classifications.get(service.name, nature.name).id == nature.id
assert nature.secondary_consent_enabled[0].type == "diagnostics"
assert len(list(client.operations.list())) > 10


def ticket(title, consent="Yes", **more):
    contact = ContactProfile(
        first_name="Ada", last_name="Lovelace", preferred_contact_method="email",
        primary_email_address="ada@contoso.example", preferred_time_zone="Romance Standard Time", country="FRA",
        preferred_support_language="fr-FR")
    return SupportTicketDetails(
        title=title, description="Since nine o'clock.", service_id=service.id, problem_classification_id=nature.id,
        severity="moderate", contact_details=contact, advanced_diagnostic_consent=consent, **more)


free = client.support_tickets.check_name_availability(
    CheckNameAvailabilityInput(name="Mail-1", type="Microsoft.Support/supportTickets"))
assert free.name_available, free
began = datetime.now(timezone.utc)
opened = client.support_tickets.begin_create("Mail-1", ticket("Nobody can sign in", problem_start_time=began)).result()
assert (opened.name, opened.status, opened.advanced_diagnostic_consent) == ("Mail-1", "Open", "Yes"), opened
assert opened.contact_details.last_name == "Lovelace" and opened.severity == "moderate"
assert abs(opened.created_date - began) < timedelta(minutes=1)
assert abs(opened.problem_start_time - began) < timedelta(seconds=1)
told["case"] = opened.support_ticket_id
taken = client.support_tickets.check_name_availability(
    CheckNameAvailabilityInput(name="mail-1", type="Microsoft.Support/supportTickets"))
assert not taken.name_available and taken.reason

# The very same once more makes no second case; something else under the name is refused.
again = client.support_tickets.begin_create("Mail-1", ticket("Nobody can sign in", problem_start_time=began)).result()
assert again.support_ticket_id == opened.support_ticket_id
try:
    client.support_tickets.begin_create("Mail-1", ticket("Something else")).result()
    raise AssertionError("a name was given twice")
except HttpResponseError as why:
    assert why.status_code == 409 and why.error.code == "SupportTicketAlreadyExists", why

said = client.communications.begin_create(
    "Mail-1", "Hello", CommunicationDetails(subject="More", body="It is worse now.", sender="ada@contoso.example")).result()
assert (said.communication_direction, said.body, said.sender) == ("inbound", "It is worse now.", "ada@contoso.example")
assert [one.name for one in client.communications.list("Mail-1")] == ["Hello"]
assert client.communications.get("mail-1", "hello").subject == "More"
assert list(client.chat_transcripts.list("Mail-1")) == []

client.file_workspaces.create(opened.file_workspace_name)
content = bytes(range(256)) * 4
client.files.create(opened.file_workspace_name, "trace.bin", FileDetails(chunk_size=600, file_size=1024, number_of_chunks=2))
for index, part in enumerate([content[:600], content[600:]]):
    upload = UploadFile(content=base64.b64encode(part).decode(), chunk_index=index)
    client.files.upload(opened.file_workspace_name, "trace.bin", upload)
assert client.files.get(opened.file_workspace_name, "trace.bin").file_size == 1024
assert [one.name for one in client.files.list(opened.file_workspace_name)] == ["trace.bin"]

# Consent: renewed, narrowed, withdrawn, given again.
renewed = client.support_tickets.update("Mail-1", UpdateSupportTicket(advanced_diagnostic_consent="Yes"))
assert renewed.advanced_diagnostic_consent == "Yes" and renewed.modified_date > opened.modified_date
narrowed = client.support_tickets.update("Mail-1", UpdateSupportTicket(advanced_diagnostic_consent="No"))
assert narrowed.advanced_diagnostic_consent == "No"
client.support_tickets.update("Mail-1", UpdateSupportTicket(
    secondary_consent=[SecondaryConsent(type="diagnostics", user_consent="No")]))
changed = client.support_tickets.update("Mail-1", UpdateSupportTicket(
    severity="critical", contact_details=UpdateContactProfile(first_name="Augusta")))
assert (changed.severity, changed.contact_details.first_name) == ("critical", "Augusta")
assert changed.contact_details.last_name == "Lovelace" and changed.advanced_diagnostic_consent == "No"
closed = client.support_tickets.update("Mail-1", UpdateSupportTicket(status="closed"))
assert closed.status == "Closed"
reopened = client.support_tickets.update("Mail-1", UpdateSupportTicket(status="open"))
assert (reopened.status, reopened.advanced_diagnostic_consent) == ("Open", "No")
client.support_tickets.update("Mail-1", UpdateSupportTicket(advanced_diagnostic_consent="Yes"))
client.support_tickets.update("Mail-1", UpdateSupportTicket(status="closed"))

# Pages, while others are opened.
for number in range(5):
    client.support_tickets.begin_create(f"Many-{number}", ticket(f"Problem {number}", consent="No")).result()
since = began.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
listed, pages = [], client.support_tickets.list(top=2, filter=f"status eq 'Open' and createdDate ge {since}").by_page()
for page in pages:
    listed += [one.name for one in page]
    if len(listed) == 2:
        client.support_tickets.begin_create("Late", ticket("Came between", consent="No")).result()
told["listed"] = listed

# At the level of the tenant, a case names no subscription.
without = client.support_tickets_no_subscription.begin_create("Question", ticket("A question", consent="No")).result()
assert without.id == "/providers/Microsoft.Support/supportTickets/Question", without.id
client.communications_no_subscription.begin_create(
    "Question", "Hello", CommunicationDetails(subject="More", body="And another.")).result()
assert [one.name for one in client.support_tickets_no_subscription.list()] == ["Question"]

try:
    client.support_tickets.get("Nothing")
    raise AssertionError("something was found")
except ResourceNotFoundError as why:
    assert why.error.code == "ResourceNotFound", why

print(json.dumps(told))
