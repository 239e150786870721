"""A mail server (Debian's aiosmtpd) that takes mail over TLS, from the first byte or by STARTTLS, for one user.

Takes a certificate, its key, a folder, and for the second the word `starttls`. Appends each message to `mails` in that folder, as JSON; while `refuse` is there
it refuses every message for now. Prints its port.
"""

import asyncio
import email
import email.policy
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import AuthResult, SMTP

certificate, key, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
by_command = sys.argv[4:] == ["starttls"]


class Handler:
    async def handle_DATA(self, server, session, envelope):
        if (folder / "refuse").exists():
            return "451 try again later"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        told = {
            "id": message["message-id"],
            "to": envelope.rcpt_tos,
            "from": envelope.mail_from,
            "subject": message["subject"],
            "text": message.get_body(("plain",)).get_content(),
            "html": message.get_body(("html",)).get_content(),
        }
        with open(folder / "mails", "a") as mails:
            mails.write(json.dumps(told) + "\n")
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    right = data.login == b"desk" and data.password == b"pass:word"
    return AuthResult(success=right, handled=right)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)


def protocol():
    if by_command:
        return SMTP(
            Handler(), authenticator=authenticate, auth_required=True, tls_context=context, require_starttls=True)
    # It takes TLS from the first byte for none.
    return SMTP(Handler(), authenticator=authenticate, auth_required=True, auth_require_tls=False)


async def serve():
    server = await asyncio.get_running_loop().create_server(
        protocol, "127.0.0.1", 0, ssl=None if by_command else context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(serve())
