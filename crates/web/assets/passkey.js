// Makes passkeys and asks them to sign. What is asked for stands in the page; what comes back goes into its form.
const making = document.querySelector("[data-create]");
const signing = document.querySelector("[data-get]");
const entering = document.querySelector("[data-sign-in]");
// Browsers bind a passkey to a name: under another, such as a bare address, there is none to ask for.
function canAsk(place, options) {
  const name = options && (options.rpId ?? options.rp.id);
  const isHere = name && (location.hostname === name || location.hostname.endsWith(`.${name}`));
  if (place && isHere && "PublicKeyCredential" in globalThis) place.hidden = false;
  return place && !place.hidden;
}
const asked = (place, name) => place && JSON.parse(place.dataset[name]);

// What was made or signed goes with its form; from the consent pages of another name, behind `#`, back to the desk.
function send(form) {
  const { back } = form.dataset;
  if (back) location.assign(`${back}#${new URLSearchParams(new FormData(form))}`);
  else form.submit();
}

function failed(place, why) {
  console.info(why);
  const told = place.querySelector("[data-failed]");
  told.hidden = false;
  told.focus();
}

if (canAsk(making, asked(making, "create"))) {
  making.addEventListener("submit", async (event) => {
    if (making.elements.client_data.value && !making.dataset.back) return;
    event.preventDefault();
    try {
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked(making, "create"));
      const { response } = (await navigator.credentials.create({ publicKey })).toJSON();
      making.elements.client_data.value = response.clientDataJSON;
      making.elements.attestation_object.value = response.attestationObject;
      send(making);
    } catch (why) {
      delete making.dataset.sent;
      failed(making, why);
    }
  });
}

if (canAsk(signing, asked(signing, "get"))) {
  const form = signing.closest("form");
  signing.querySelector("[data-sign]").addEventListener("click", async () => {
    try {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked(signing, "get"));
      const { id, response } = (await navigator.credentials.get({ publicKey })).toJSON();
      form.elements.signer.value = JSON.parse(signing.dataset.keys)[id];
      form.elements.signature.value = [response.authenticatorData, response.clientDataJSON, response.signature].join(".");
      send(form);
    } catch (why) {
      failed(signing, why);
    }
  });
}

if (canAsk(entering, asked(entering, "signIn"))) {
  entering.addEventListener("submit", async (event) => {
    if (entering.elements.assertion.value) return;
    event.preventDefault();
    try {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked(entering, "signIn"));
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
