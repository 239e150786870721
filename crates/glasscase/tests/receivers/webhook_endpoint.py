"""An endpoint of webhooks that checks every message with the public package `standardwebhooks`.

Takes a file of secrets (the first one that verifies counts) and a file to append to: a line for each message that
verifies, with its id and the place of its entry in the log (0 for a notice, which has none). Prints its port. A message that does not verify is answered
with 400 and noted as such.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook, WebhookVerificationError

secrets, taken = sys.argv[1], open(sys.argv[2], "a", buffering=1)


class Endpoint(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        status = 204 if self.verified(body) else 400
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def verified(self, body):
        for secret in open(secrets).read().split():
            try:
                message = Webhook(secret).verify(body, dict(self.headers))
            except WebhookVerificationError:
                continue
            sequence = message["data"].get("record", {"sequence": 0})["sequence"]
            taken.write(f"{self.headers['webhook-id']} {sequence} {message['type']}\n")
            return True
        taken.write(f"{self.headers['webhook-id']} unverified {json.dumps(body.decode())}\n")
        return False

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
print(server.server_address[1], flush=True)
server.serve_forever()
