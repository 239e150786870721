// Takes the code from behind `#`, which no server sees, into the form.
const form = document.getElementById("redeem");
const code = location.hash.slice(1);
if (form) {
  form.hidden = code === "";
  document.getElementById("missing").hidden = code !== "";
  form.elements.code.value = code;
}
