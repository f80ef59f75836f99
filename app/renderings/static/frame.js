// The card in a frame tells the page around it how high it is, so that nothing is cut off.
//
// It speaks to its parent only, and answers nobody else. The parent may be any site, and a sandbox may have taken this
// page's own origin away; so what is sent holds nothing but a height, or an address of ours that was clicked.
(function () {
  "use strict";

  if (window.parent === window) return;
  // WordPress names the frame by a secret behind the address: #?secret=…
  const secret = (/[?&]secret=([A-Za-z0-9]+)$/.exec(location.hash) || [])[1] || "";
  const home = document.documentElement.dataset.page;
  let last = 0;

  function send(message, value) {
    window.parent.postMessage({ __proto__: null, from: "candour", message: message, value: value, secret: secret }, "*");
  }

  function measure() {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === last) return;
    last = height;
    send("height", height);
  }

  function answer(event) {
    const data = event.data;
    if (event.source !== window.parent || !data || data.message !== "ready") return;
    if (data.from !== "candour" && data.secret !== secret) return;
    last = 0;
    measure();
  }

  // A sandbox may forbid new windows. WordPress then follows a link for us if it leads to our own host; elsewhere the
  // address is shown beside the link, to be copied if nothing opened.
  function follow(event) {
    const link = event.target.closest("a[href]");
    if (!link || self.origin !== "null") return;
    if (secret) {
      event.preventDefault();
      send("link", link.host === location.host ? link.href : home);
    } else if (!link.dataset.told) {
      link.dataset.told = "true";
      link.after(" " + link.href);
    }
  }

  window.addEventListener("message", answer);
  document.addEventListener("click", follow);
  new ResizeObserver(measure).observe(document.body);
  measure();
})();
