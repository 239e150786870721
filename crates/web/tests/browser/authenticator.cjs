// A virtual authenticator that verifies its person without asking, as CTAP 2 devices inside a computer do.

/** Adds one to the page of a devtools session. What it gives takes its passkeys away again. */
exports.addAuthenticator = async (devtools) => {
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { remove: () => devtools.send("WebAuthn.clearCredentials", { authenticatorId }) };
};
