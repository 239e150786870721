// Drives the Graph face with Microsoft's own client: its argument says where and as whom; prints what it saw as JSON.

"use strict";
const { Client, PageIterator } = require("@microsoft/microsoft-graph-client");

const given = JSON.parse(process.argv[2]);

// The client gives its token to nothing but https, and this server speaks plainly on loopback: only the transport is told.
const plainly = globalThis.fetch;
globalThis.fetch = (url, options) => plainly(String(url.url ?? url).replace(/^https:/, "http:"), options);

function clientOf(token) {
  return Client.init({
    baseUrl: given.url.replace(/^http:/, "https:"),
    defaultVersion: "v1.0",
    customHosts: new Set([new URL(given.url).hostname]),
    authProvider: (done) => done(null, token),
  });
}

async function failure(work) {
  try {
    await work;
    return null;
  } catch (error) {
    return [error.statusCode, error.code, Boolean(error.message), Boolean(error.requestId)];
  }
}

async function audits(client) {
  const log = () => client.api("/auditLogs/directoryAudits");
  const every = [];
  const first = await log().top(3).get();
  await new PageIterator(client, first, (entry) => every.push(entry) > 0).iterate();
  const since = first.value[0].activityDateTime.replace("Z", "+00:00");
  const counted = await log().filter("category eq 'Policy'").count(true).top(1).get();
  return {
    every: every.map((entry) => ({ id: entry.id, activity: entry.activityDisplayName, category: entry.category })),
    counted: counted["@odata.count"],
    since: (await log().filter(`activityDateTime ge ${since}`).get()).value.length,
    selected: Object.keys((await log().select(["id", "category"]).top(1).get()).value[0]).sort(),
    oldest: (await log().orderby("activityDateTime asc").top(2).get()).value.map((entry) => entry.id),
    one: (await client.api(`/auditLogs/directoryAudits/${every[0].id}`).get()).id,
    failures: {
      filter: await failure(log().filter("colour eq 'red'").get()),
      post: await failure(log().post({})),
      unknown: await failure(client.api("/auditLogs/directoryAudits/none").get()),
    },
  };
}

async function partners(client) {
  const all = "/policies/crossTenantAccessPolicy/partners";
  const own = `${all}/${given.own}`;
  const made = await client.api(all).post({ tenantId: given.own, inboundTrust: { isMfaAccepted: true } });
  await client.api(own).patch({ inboundTrust: null, automaticUserConsentSettings: { inboundAllowed: true } });
  const changed = await client.api(own).get();
  const constraints = await client.api(`${all}/${given.support}/serviceProviderConstraints`).get();
  const none = await failure(client.api(`${own}/serviceProviderConstraints`).get());
  await client.api(own).delete();
  return {
    made: made.tenantId,
    changed: [changed.inboundTrust, changed.automaticUserConsentSettings],
    constraints: [constraints["@odata.type"], constraints.allowedRoleTemplateIds.length],
    none,
    left: (await client.api(all).get()).value.map((partner) => partner.tenantId),
  };
}

async function main() {
  const client = clientOf(given.token);
  console.log(JSON.stringify({
    audits: await audits(client),
    partners: await partners(client),
    nobody: await failure(clientOf("glc_nobody").api("/auditLogs/directoryAudits").get()),
    vendor: await failure(clientOf(given.vendor).api("/auditLogs/directoryAudits").get()),
  }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
