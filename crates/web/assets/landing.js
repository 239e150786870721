// Takes what stands behind `#`, which no server sees, into the form, and sends it.
const form = document.getElementById("landing");
const carried = new URLSearchParams(location.hash.slice(1));
history.replaceState(null, "", location.pathname);
document.getElementById("missing").hidden = carried.has("code");
if (carried.has("code")) {
  for (const field of form.querySelectorAll("[data-carried]")) field.value = carried.get(field.name) ?? "";
  form.submit();
}
