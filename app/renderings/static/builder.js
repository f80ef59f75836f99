// The page on which a card is chosen: buttons that copy, and a preview that follows each choice. Without this script
// the form is sent by its button, and what is made is selected and copied by hand.
(function () {
  "use strict";

  const form = document.querySelector("form.builder");
  const made = document.getElementById("made");
  const state = document.getElementById("state");
  let asked = 0;

  function offer() {
    if (!navigator.clipboard) return;
    for (const button of document.querySelectorAll("button.copy")) {
      const words = button.textContent;
      button.hidden = false;
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
          button.textContent = button.dataset.done;
        } catch (_) {
          button.textContent = button.dataset.failed;
        }
        setTimeout(() => (button.textContent = words), 2000);
      });
    }
  }

  // While a card is made, and where it cannot be, nothing can be copied: it would be that of an earlier choice.
  async function follow() {
    const now = ++asked;
    const address = form.action + "?" + new URLSearchParams(new FormData(form));
    made.inert = true;
    state.textContent = state.dataset.making;
    const found = await read(address);
    if (now !== asked) return;
    made.replaceChildren(...(found ? document.adoptNode(found).childNodes : []));
    made.inert = false;
    state.textContent = found ? state.dataset.made : state.dataset.failed;
    if (!found) return;
    history.replaceState(null, "", address);
    offer();
  }

  async function read(address) {
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(10000) });
      if (!answer.ok) return null;
      return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("made");
    } catch (_) {
      return null;
    }
  }

  form.addEventListener("change", follow);
  offer();
})();
