// Exchanges the code behind `#` for a token, once, when the button is pressed.
const code = location.hash.slice(1);
const [form, result, failure] = ["redeem", "result", "failure"].map((id) => document.getElementById(id));

function show(element, text) {
  element.querySelector("[data-text]").textContent = text;
  element.hidden = false;
  element.focus();
}

async function redeem() {
  const response = await fetch("/api/v1/invitations/redeem", {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
    body: JSON.stringify({ code }),
  });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.detail), { code: answer.code });
  return answer.secret;
}

document.getElementById("missing").hidden = code !== "";
form.hidden = code === "";
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  failure.hidden = true;
  try {
    show(result, await redeem());
    form.hidden = true;
    // The code is used up: nobody needs it in the history.
    history.replaceState(null, "", location.pathname);
  } catch (why) {
    button.disabled = false;
    show(failure, failure.getAttribute(`data-${why.code}`) ?? failure.dataset.other);
  }
});
