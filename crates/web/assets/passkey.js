// Makes passkeys and asks them to sign. What is asked for stands in the page; what comes back goes into its form.
const making = document.querySelector("[data-create]");
const signing = document.querySelector("[data-get]");
const entering = document.querySelector("[data-sign-in]");
const canSign = "credentials" in navigator && "PublicKeyCredential" in globalThis;

function failed(place, why) {
  console.info(why);
  const told = place.querySelector("[data-failed]");
  told.hidden = false;
  told.focus();
}

if (making && canSign) {
  making.hidden = false;
  making.addEventListener("submit", async (event) => {
    if (making.elements.client_data.value) return;
    event.preventDefault();
    try {
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(making.dataset.create));
      const { response } = (await navigator.credentials.create({ publicKey })).toJSON();
      making.elements.client_data.value = response.clientDataJSON;
      making.elements.attestation_object.value = response.attestationObject;
      making.submit();
    } catch (why) {
      delete making.dataset.sent;
      failed(making, why);
    }
  });
}

if (signing && canSign) {
  signing.hidden = false;
  const form = signing.closest("form");
  signing.querySelector("[data-sign]").addEventListener("click", async () => {
    try {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(signing.dataset.get));
      const { id, response } = (await navigator.credentials.get({ publicKey })).toJSON();
      form.elements.signer.value = JSON.parse(signing.dataset.keys)[id];
      form.elements.signature.value = [response.authenticatorData, response.clientDataJSON, response.signature].join(".");
      form.submit();
    } catch (why) {
      failed(signing, why);
    }
  });
}

if (entering && canSign) {
  entering.hidden = false;
  entering.addEventListener("submit", async (event) => {
    if (entering.elements.assertion.value) return;
    event.preventDefault();
    try {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(entering.dataset.signIn));
      const { id, response } = (await navigator.credentials.get({ publicKey })).toJSON();
      entering.elements.credential.value = id;
      entering.elements.user_handle.value = response.userHandle;
      entering.elements.assertion.value = [response.authenticatorData, response.clientDataJSON, response.signature].join(".");
      entering.submit();
    } catch (why) {
      delete entering.dataset.sent;
      failed(entering, why);
    }
  });
}
