// Drives @azure/arm-support against a server; prints what came of it as JSON. Arguments: one JSON object.

const assert = require("node:assert");
const { MicrosoftSupport } = require("@azure/arm-support");

async function main(given) {
  const credential = { getToken: async () => ({ token: given.token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
  const client = new MicrosoftSupport(credential, given.subscription, {
    endpoint: given.url, $host: given.url, allowInsecureConnection: true,
  });
  client.pipeline.removePolicy({ name: "bearerTokenAuthenticationPolicy" });
  client.pipeline.addPolicy({
    name: "bearer",
    sendRequest: (request, next) => {
      request.headers.set("Authorization", `Bearer ${given.token}`);
      return next(request);
    },
  });

  const all = async (pages) => {
    const found = [];
    for await (const one of pages) found.push(one);
    return found;
  };
  const service = (await all(client.services.list())).find((one) => one.name === "identity");
  const nature = (await all(client.problemClassifications.list(service.name))).find((one) => one.name === "sign-in");
  const name = "Node-1";
  const free = await client.supportTickets.checkNameAvailability({ name, type: "Microsoft.Support/supportTickets" });
  assert.strictEqual(free.nameAvailable, true);

  const opened = await client.supportTickets.beginCreateAndWait(name, {
    title: "Nobody can sign in", description: "Since nine o'clock.", serviceId: service.id,
    problemClassificationId: nature.id, severity: "minimal",
    contactDetails: {
      firstName: "Ada", lastName: "Lovelace", preferredContactMethod: "phone", phoneNumber: "+33 1 00 00 00 00",
      primaryEmailAddress: "ada@contoso.example", preferredTimeZone: "Romance Standard Time", country: "FRA",
      preferredSupportLanguage: "en-US",
    },
  }, { updateIntervalInMs: 10 });
  assert.strictEqual(opened.name, name);
  assert.strictEqual(opened.status, "Open");
  assert.ok(opened.createdDate instanceof Date);
  assert.strictEqual(opened.contactDetails.phoneNumber, "+33 1 00 00 00 00");

  const said = await client.communications.beginCreateAndWait(
    name, "Hello", { subject: "More", body: "It is worse now." }, { updateIntervalInMs: 10 });
  assert.strictEqual(said.communicationDirection, "inbound");
  assert.deepStrictEqual((await all(client.communications.list(name))).map((one) => one.name), ["Hello"]);

  const changed = await client.supportTickets.update(name, { severity: "critical", contactDetails: { firstName: "Augusta" } });
  assert.strictEqual(changed.severity, "critical");
  assert.strictEqual(changed.contactDetails.firstName, "Augusta");
  const closed = await client.supportTickets.update(name, { status: "closed" });
  assert.strictEqual(closed.status, "Closed");

  for (let number = 0; number < 3; number += 1) {
    const { title, description, serviceId, problemClassificationId, contactDetails } = opened;
    await client.supportTickets.beginCreateAndWait(`Many-${number}`,
      { title, description, serviceId, problemClassificationId, severity: "minimal", contactDetails },
      { updateIntervalInMs: 10 });
  }
  const filter = `createdDate ge ${opened.createdDate.toISOString()}`;
  const listed = await all(client.supportTickets.list({ top: 2, filter }));
  await assert.rejects(client.supportTickets.get("Nothing"), (why) => why.statusCode === 404 && why.code === "ResourceNotFound");
  console.log(JSON.stringify({ case: opened.supportTicketId, listed: listed.map((one) => one.name) }));
}

main(JSON.parse(process.argv[2])).catch((why) => {
  console.error(why);
  process.exit(1);
});
