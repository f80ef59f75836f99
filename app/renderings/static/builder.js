// The page on which a card is chosen: buttons that copy, and a preview that follows each choice. Without this script
// the form is sent by its button, and what is made is selected and copied by hand.
(function () {
  "use strict";

  const form = document.querySelector("form.builder");
  const made = document.getElementById("made");
  let asked = 0;

  function offer() {
    if (!navigator.clipboard) return;
    for (const button of document.querySelectorAll("button.copy")) {
      const words = button.textContent;
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
        button.textContent = button.dataset.done;
        setTimeout(() => (button.textContent = words), 2000);
      });
    }
  }

  async function follow() {
    const now = ++asked;
    const address = form.action + "?" + new URLSearchParams(new FormData(form));
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok || now !== asked) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    made.replaceChildren(...document.adoptNode(found.getElementById("made")).childNodes);
    history.replaceState(null, "", address);
    offer();
  }

  form.addEventListener("change", follow);
  offer();
})();
