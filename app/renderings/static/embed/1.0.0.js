/*! Candour embed 1.0.0. Apache-2.0. Made from app/renderings/embed/ in the source of Candour. */
(function () {
"use strict";
const VERSION = "1.0.0";
const STYLES = ":host{display:block !important;position:relative !important;inset:auto !important;z-index:auto !important;float:none !important;box-sizing:border-box !important;min-width:min(100%,16rem) !important;height:auto !important;max-height:none !important;overflow:visible !important;visibility:visible !important;content-visibility:visible !important;contain:none !important;opacity:1 !important;filter:none !important;backdrop-filter:none !important;mask:none !important;mix-blend-mode:normal !important;clip:auto !important;clip-path:none !important;transform:none !important;translate:none !important;rotate:none !important;scale:none !important;zoom:1 !important;animation:none !important;transition:none !important}.candour-root{all:initial !important;display:block !important}.candour-card{--text:var(--candour-text,#1a2329);--background:var(--candour-background,#ffffff);--accent:var(--candour-accent,#0b5a7d);--line:var(--candour-border,#ccd5da);--muted:var(--candour-muted,#4d5a64);--gap:var(--candour-gap,#fff8e8);--mark:var(--candour-mark,#8a5a00);--alert:var(--candour-alert,#a4262c);display:block !important;visibility:visible !important;opacity:1 !important;box-sizing:border-box;max-width:var(--candour-width,48rem);margin:0;border:1px solid var(--line);border-radius:var(--candour-radius,0.5rem);padding:1rem clamp(0.875rem,3%,1.5rem);background-color:var(--background);color:var(--text);font:1rem/1.5 var(--candour-font,system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"Liberation Sans\",sans-serif);overflow-wrap:anywhere;text-align:start}.candour-card.dark{--text:var(--candour-text,#e8edf0);--background:var(--candour-background,#11181c);--accent:var(--candour-accent,#86cbee);--line:var(--candour-border,#3a4750);--muted:var(--candour-muted,#b0bcc4);--gap:var(--candour-gap,#2a2416);--mark:var(--candour-mark,#f0b95b);--alert:var(--candour-alert,#ff9d97)}@media (prefers-color-scheme:dark){.candour-card:not(.light){--text:var(--candour-text,#e8edf0);--background:var(--candour-background,#11181c);--accent:var(--candour-accent,#86cbee);--line:var(--candour-border,#3a4750);--muted:var(--candour-muted,#b0bcc4);--gap:var(--candour-gap,#2a2416);--mark:var(--candour-mark,#f0b95b);--alert:var(--candour-alert,#ff9d97)}}.candour-card *,.candour-card *::before{box-sizing:border-box}.candour-card h1,.candour-card h2,.candour-card h3,.candour-card h4{margin:1.125rem 0 0.375rem;font-size:1.0625rem;line-height:1.3}.candour-card > :first-child{margin:0 0 0.375rem;font-size:1.375rem}.candour-card h4{margin-block-start:0.75rem;font-size:0.9375rem}.candour-card p,.candour-card ul,.candour-card ol,.candour-card dl{margin:0 0 0.5rem}.candour-card ul,.candour-card ol{padding-inline-start:1.25rem}.candour-card li{margin-block-end:0.375rem}.candour-card a{color:var(--accent);text-underline-offset:0.15em}.candour-card :focus-visible{outline:3px solid var(--accent);outline-offset:2px}.candour-card .cite{display:inline-block;min-width:1.5rem;min-height:1.5rem;font-size:0.8125rem;text-align:center}.candour-card .how-long{display:block;color:var(--muted);font-size:0.9375rem}.candour-card .length{color:var(--text)}.candour-card .deprecated > span:first-of-type{text-decoration:line-through}.candour-card .mark{color:var(--mark)}.candour-card .mark.avoid,.candour-card .how-long strong{color:var(--alert)}.candour-card .glance{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:0.5rem 1rem;border-block:1px solid var(--line);padding-block:0.625rem}.candour-card dt,.candour-card .more,.candour-card .small{color:var(--muted);font-size:0.875rem}.candour-card dd{margin:0}.candour-card .gap{border-inline-start:0.25rem solid var(--mark);padding:0.375rem 0.75rem;background-color:var(--gap)}.candour-card footer{margin-block-start:1rem;border-block-start:1px solid var(--line)}.candour-card footer > :last-child{margin-block-end:0}.candour-card .safety,.candour-card .safety div,.candour-card .safety p,.candour-card .safety ul{display:block !important;visibility:visible !important;opacity:1 !important}.candour-card .safety li{display:list-item !important;visibility:visible !important}@media print{.candour-card{border-color:#999999}}";
const NAME = "candour-procedure";
const TAGS = " article section h2 h3 h4 p ul ol li dl dt dd div span a details summary time bdi strong em q small footer header ";
const ATTRIBUTES = /^(class|lang|dir|datetime|rel|target|title|role|part|hidden|(data|aria)-[a-z-]+)$/;
const LINK = /^(https?|mailto):/;
const ROLES = ["background", "gap", "text", "accent", "muted", "mark", "alert"];
const MOST = 20;
const PATIENCE = 1e4;
const CURRENT = 6e5;
const script = document.currentScript;
if (!script || !window.customElements || customElements.get(NAME)) return;
const base = new URL("./", script.src);
function build(node) {
if (!Array.isArray(node)) return document.createTextNode(node);
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
const link = slug ? "procedures/" + slug : "";
return build([
"article",
{ class: "candour-card", lang: "en", dir: "ltr" },
["h2", { part: "name" }, name],
["p", { class: "gap" }, sentence + " That you see no risks here does not mean that there are none."],
["p", ["a", { href: new URL("../" + link, base).href, part: "link" }, "Read about " + name + " at Candour"]],
]);
}
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
const link = document.createElement("link");
link.setAttribute("rel", "stylesheet");
link.setAttribute("href", new URL(VERSION + ".css", base).href);
shadow.appendChild(link);
}
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
const options = { __proto__: null, mode: "cors", credentials: "omit", referrerPolicy: "no-referrer", signal: control.signal };
const answer = await fetch(address.href, options);
if (answer.ok) cards = (await answer.json()).cards;
} catch (_) {
cards = [];
}
clearTimeout(timer);
asked.forEach((pair, place) => pair[1].forEach((element) => element.key === pair[0] && element.show(cards && cards[place])));
}
function again() {
if (document.visibilityState === "hidden") return;
for (const element of elements) {
if (element.key && (!element.text || Date.now() - element.asked > CURRENT)) element.load();
}
}
class Procedure extends HTMLElement {
static get observedAttributes() {
return ["slug", "sections", "lang", "theme", "style", "class"];
}
root = null;
card = null;
key = "";
name = "";
text = "";
asked = 0;
connectedCallback() {
if (!this.root) {
const shadow = this.attachShadow({ __proto__: null, mode: "open" });
style(shadow);
this.root = document.createElement("div");
this.root.setAttribute("class", "candour-root");
shadow.appendChild(this.root);
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
if (name === "slug" || name === "sections" || name === "lang") this.change();
else this.paint();
}
change() {
const read = (name) => (this.getAttribute(name) || "").trim();
const slug = read("slug").toLowerCase();
const sections = read("sections").toLowerCase().split(/[\s,]+/).join(".");
const language = this.closest("[lang]");
const key = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) ? slug + "~" + sections + "~" + (language ? language.getAttribute("lang") : "") : "";
if (key && key === this.key) return;
this.key = key;
this.name = slug;
this.text = "";
if (!key) return this.put(notice("", "This card does not name a procedure."), false);
this.put(notice(slug, "Loading what is known about this procedure."), true);
this.load();
}
load() {
this.asked = Date.now();
ask(this);
}
show(found) {
try {
const text = JSON.stringify(found.card);
if (text === this.text || (this.text && this.shadowRoot.activeElement)) return;
this.put(build(found.card), false);
this.text = text;
} catch (_) {
if (!this.text) this.put(notice(this.name, "What is known about this procedure could not be loaded."), false);
}
}
put(card, busy) {
this.card = card;
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
function frames() {
return Array.from(document.getElementsByTagName("iframe")).filter((frame) => frame.src.startsWith(base.href));
}
function resize(event) {
const data = event.data;
if (!data || data.from !== "candour" || data.message !== "height") return;
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
document.addEventListener("visibilitychange", again);
window.addEventListener("online", again);
if (window.matchMedia) {
const dark = matchMedia("(prefers-color-scheme: dark)");
if (dark.addEventListener) dark.addEventListener("change", () => elements.forEach((element) => element.paint()));
}
})();
