// <candour-procedure slug="mesotherapy">: a procedure with its risks, sources and gaps, in a page of any site.
//
// It puts no markup into the page: cards come as JsonML and become elements one by one, from the lists below. It keeps
// nothing, asks one host only, the one that it came from, and never leaves its place empty.
(function () {
  "use strict";

  const VERSION = "@version@";
  const STYLES = "@styles@";
  const NAME = "candour-procedure";
  const TAGS = " article section h2 h3 h4 p ul ol li dl dt dd div span a details summary time bdi strong em q small footer header ";
  const ATTRIBUTES = /^(class|lang|dir|datetime|rel|target|title|role|part|hidden|(data|aria)-[a-z-]+)$/;
  const LINK = /^(https?|mailto):/;
  const ROLES = ["background", "gap", "text", "accent", "muted", "mark", "alert"];
  const MOST = 20; // cards in one request
  const PATIENCE = 1e4; // milliseconds until a request is given up
  const CURRENT = 4e4; // milliseconds after which a card that people look at is asked for again
  const LATER = 5e3; // milliseconds until what failed is tried again; twice as many after each further failure
  const UNSURE = 6e4; // milliseconds after which a card that could not be confirmed says so
  const SECTIONS = ["how", "uses", "preparation", "aftercare", "sessions", "results", "choices", "names", "all"];
  const SLUG = /^(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*$/;
  const TAG = /^[a-z]{2,8}(-[a-z0-9]{1,8}){0,3}$/i;
  const spread = 0.75 + Math.random() / 4; // so that not all readers ask in the same second

  if (!window.customElements || customElements.get(NAME)) return;
  const base = origin();

  // Where the script came from is whom it asks. A module, a copy inside the page and tools that put scripts off leave
  // no current script behind; then some attribute of a script in the page still names it.
  function origin() {
    const scripts = [document.currentScript].concat(Array.from(document.scripts));
    for (const script of scripts) {
      for (const attribute of script ? Array.from(script.attributes) : []) {
        const found = /^\S+\/embed\/(v\d+|\d+\.\d+\.\d+)\.js(?=$|[?#])/.exec(attribute.value.trim());
        if (!found) continue;
        try {
          const address = new URL("./", new URL(found[0], document.baseURI));
          if (LINK.test(address.href)) return address;
        } catch (_) {
          // Not an address, so the next one.
        }
      }
    }
    return null;
  }

  // Elements ---------------------------------------------------------------------------------------------------------

  function build(node) {
    if (!Array.isArray(node)) return document.createTextNode(node);
    // What a later service may send and this version does not know is still shown as text.
    const element = document.createElement(TAGS.includes(" " + node[0] + " ") ? node[0] : "span");
    for (let place = 1; place < node.length; place++) {
      const item = node[place];
      if (item && typeof item === "object" && !Array.isArray(item)) dress(element, item);
      else element.appendChild(build(item));
    }
    return element;
  }

  function dress(element, attributes) {
    for (const name of Object.keys(attributes)) {
      const value = String(attributes[name]);
      if (ATTRIBUTES.test(name) || (name === "href" && LINK.test(value))) element.setAttribute(name, value);
    }
  }

  function notice(slug, sentence) {
    const name = slug ? slug.replace(/-/g, " ") : "procedures";
    const link = slug ? "../procedures/" + slug : "../";
    return build([
      "article",
      { class: "candour-card", lang: "en", dir: "ltr" },
      ["h2", { part: "name" }, name],
      ["p", { class: "gap" }, sentence + " That you see no risks here does not mean that there are none."],
      base ? ["p", ["a", { href: new URL(link, base).href, part: "link" }, "Read about " + name + " at Candour"]] : "",
    ]);
  }

  function unsure(since) {
    const moment = new Date(since);
    const words = moment.toLocaleString("en-GB", { __proto__: null, dateStyle: "medium", timeStyle: "short" });
    return build([
      "p",
      { class: "gap", lang: "en", dir: "ltr", role: "status" },
      "Whether this card is still right could not be checked since ",
      ["time", { datetime: moment.toISOString() }, words],
      ". Something may have been added or withdrawn.",
    ]);
  }

  // Styles -----------------------------------------------------------------------------------------------------------

  let sheet = null;
  try {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
  } catch (_) {
    sheet = null;
  }

  function style(shadow) {
    if (sheet && shadow.adoptedStyleSheets) {
      shadow.adoptedStyleSheets = [sheet];
      return;
    }
    if (!base) return;
    const link = document.createElement("link");
    link.setAttribute("rel", "stylesheet");
    link.setAttribute("href", new URL(VERSION + ".css", base).href);
    shadow.appendChild(link);
  }

  // Colours ----------------------------------------------------------------------------------------------------------

  function parts(words) {
    const found = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(words);
    return found && [+found[1], +found[2], +found[3]];
  }

  function luminance(colour) {
    const [red, green, blue] = colour.map((part) => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function contrast(one, other) {
    const [first, second] = [luminance(one) + 0.05, luminance(other) + 0.05];
    return first > second ? first / second : second / first;
  }

  function legible(colour, ground) {
    const end = luminance(ground) > 0.1791 ? 0 : 255;
    let moved = colour;
    for (let step = 1; step <= 50 && contrast(moved, ground) < 4.5; step++) {
      moved = colour.map((part) => Math.round(part + ((end - part) * step) / 50));
    }
    return moved;
  }

  // A colour that cannot be read as opaque sRGB gives way to the card's own; what is written is moved until it can be
  // read on what it stands on.
  function paint(card) {
    const probe = card.appendChild(document.createElement("span"));
    const give = (role, colour) => card.style.setProperty("--candour-" + role, colour);
    const look = (role) => {
      probe.style.backgroundColor = "var(--" + role + ")";
      return parts(getComputedStyle(probe).backgroundColor);
    };
    const found = {};
    for (const role of ROLES) card.style.removeProperty("--candour-" + role);
    for (const role of ROLES) {
      found[role] = look(role);
      if (!found[role]) give(role, "initial");
      found[role] = found[role] || look(role) || [255, 255, 255];
    }
    for (const role of ROLES) {
      if (role !== "background" && role !== "gap") found[role] = legible(found[role], found.background);
    }
    if (contrast(found.text, found.gap) < 4.5) found.gap = found.background;
    for (const role of ROLES) give(role, "rgb(" + found[role] + ")");
    probe.remove();
  }

  // Asking -----------------------------------------------------------------------------------------------------------

  const elements = new Set();
  let waiting = new Map();

  function ask(element) {
    if (!waiting.size && document.readyState === "loading") document.addEventListener("DOMContentLoaded", flush);
    if (!waiting.size) setTimeout(flush, document.readyState === "loading" ? 200 : 0);
    const same = waiting.get(element.key);
    if (same) same.push(element);
    else waiting.set(element.key, [element]);
  }

  function flush() {
    const all = Array.from(waiting);
    waiting = new Map();
    for (let place = 0; place < all.length; place += MOST) fetchCards(all.slice(place, place + MOST));
  }

  async function fetchCards(asked) {
    const address = new URL("cards.json?" + asked.map((pair) => "card=" + encodeURIComponent(pair[0])).join("&"), base);
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), PATIENCE);
    let cards = [];
    try {
      // Without a prototype, so that nothing that the page put into Object.prototype is read as an option.
      const options = { __proto__: null, mode: "cors", credentials: "omit", referrerPolicy: "no-referrer", signal: control.signal };
      const answer = await fetch(address.href, options);
      if (answer.ok) cards = (await answer.json()).cards;
    } catch (_) {
      cards = [];
    }
    clearTimeout(timer);
    asked.forEach((pair, place) => pair[1].forEach((element) => element.key === pair[0] && element.show(cards && cards[place])));
  }

  // A card that people look at is asked for again and again, which costs little where nothing changed. So what was
  // withdrawn goes within a minute, and what failed comes back by itself.
  function again(event) {
    if (document.visibilityState === "hidden") return;
    for (const element of elements) {
      const soon = event && event.type === "online" && element.failures;
      if (element.key && (soon || Date.now() >= element.due)) element.load();
    }
  }

  function watch() {
    again();
    setTimeout(watch, LATER);
  }

  // The element ------------------------------------------------------------------------------------------------------

  class Procedure extends HTMLElement {
    static get observedAttributes() {
      return ["slug", "sections", "lang", "clinic", "theme", "style", "class"];
    }

    // Fields of its own, so that nothing that the page put into a prototype is taken for them.
    root = null;
    card = null;
    key = "";
    name = "";
    text = "";
    doubt = null;
    confirmed = 0;
    failures = 0;
    due = 0;

    connectedCallback() {
      if (!this.root) {
        const shadow = this.attachShadow({ __proto__: null, mode: "open" });
        style(shadow);
        this.root = document.createElement("div");
        this.root.setAttribute("class", "candour-root");
        shadow.appendChild(this.root);
        if (!base) shadow.appendChild(document.createElement("slot")); // what the page says itself stays
      }
      elements.add(this);
      this.change();
      this.paint();
    }

    disconnectedCallback() {
      elements.delete(this);
    }

    attributeChangedCallback(name) {
      if (!this.root) return;
      if ("theme style class".includes(name)) this.paint();
      else this.change();
    }

    change() {
      const read = (name) => (this.getAttribute(name) || "").trim();
      const slug = read("slug").toLowerCase();
      const named = read("sections").toLowerCase().split(/[\s,]+/);
      const sections = SECTIONS.filter((name) => named.includes(name)).join(".");
      const closest = this.closest("[lang]");
      const language = closest ? closest.getAttribute("lang").trim() : "";
      const clinic = read("clinic").toLowerCase();
      const end = "~" + (TAG.test(language) ? language : "") + (SLUG.test(clinic) ? "~" + clinic : "");
      const key = SLUG.test(slug) ? slug + "~" + sections + end : "";
      if (key && key === this.key) return;
      this.key = key;
      this.name = slug;
      this.text = "";
      this.failures = 0;
      if (!key) return this.put(notice("", "This card does not name a procedure."), false);
      if (!base) return this.put(notice(slug, "This card does not know where to ask."), false);
      this.put(notice(slug, "Loading what is known about this procedure."), true);
      this.load();
    }

    load() {
      this.due = Date.now() + 3 * PATIENCE;
      if (base) ask(this);
    }

    show(found) {
      let right = false;
      try {
        if (!Array.isArray(found.card)) throw 0;
        right = found.status < 500;
        if (right || !this.text) {
          const text = JSON.stringify(found.card);
          if (text !== this.text) this.put(build(found.card), false);
          this.text = right ? text : "";
        }
      } catch (_) {
        right = false;
        if (!this.text && !this.failures) {
          this.put(notice(this.name, "What is known about this procedure could not be loaded."), false);
        }
      }
      this.confirm(right);
    }

    confirm(right) {
      const now = Date.now();
      if (right) this.confirmed = now;
      this.due = now + spread * (right ? CURRENT : Math.min(LATER * 2 ** this.failures, 3 * CURRENT));
      this.failures = right ? 0 : this.failures + 1;
      const doubtful = !right && this.text && now - this.confirmed >= UNSURE;
      if (this.doubt && !doubtful) this.doubt.remove();
      if (this.doubt && !doubtful) this.doubt = null;
      if (this.doubt || !doubtful) return;
      this.doubt = unsure(this.confirmed);
      this.card.insertBefore(this.doubt, this.card.firstChild && this.card.firstChild.nextSibling);
    }

    put(card, busy) {
      this.card = card;
      this.doubt = null;
      this.root.setAttribute("aria-busy", String(busy));
      this.root.replaceChildren(card);
      this.paint();
    }

    paint() {
      const theme = this.getAttribute("theme");
      for (const name of ["light", "dark"]) this.card.classList[name === theme ? "add" : "remove"](name);
      paint(this.card);
    }
  }

  // Frames -----------------------------------------------------------------------------------------------------------

  function frames() {
    return Array.from(document.getElementsByTagName("iframe")).filter((frame) => base && frame.src.startsWith(base.href));
  }

  function resize(event) {
    const data = event.data;
    if (!base || !data || data.from !== "candour" || data.message !== "height") return;
    if (event.origin !== base.origin && event.origin !== "null") return;
    const height = Math.round(+data.value);
    if (!(height > 0)) return;
    for (const frame of frames()) {
      if (frame.contentWindow === event.source) frame.style.height = Math.min(Math.max(height, 200), 2e4) + "px";
    }
  }

  function greet() {
    for (const frame of frames()) frame.contentWindow.postMessage({ from: "candour", message: "ready" }, "*");
  }

  window.addEventListener("message", resize);
  window.addEventListener("load", greet);
  greet();
  customElements.define(NAME, Procedure);
  setTimeout(watch, LATER);
  document.addEventListener("visibilitychange", again);
  window.addEventListener("online", again);
  if (window.matchMedia) {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    if (dark.addEventListener) dark.addEventListener("change", () => elements.forEach((element) => element.paint()));
  }
})();
