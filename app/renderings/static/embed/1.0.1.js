/*! Candour embed 1.0.1. Apache-2.0. Made from app/renderings/embed/ in the source of Candour. */
(function () {
"use strict";
const VERSION = "1.0.1";
const STYLES = ":host{display:block !important;position:relative !important;inset:auto !important;z-index:auto !important;float:none !important;box-sizing:border-box !important;min-width:min(100%,256px) !important;max-width:100% !important;height:auto !important;max-height:none !important;aspect-ratio:auto !important;margin:0 !important;border:0 !important;padding:0 !important;outline:0 !important;columns:auto !important;column-span:none !important;writing-mode:horizontal-tb !important;overflow:visible !important;visibility:visible !important;content-visibility:visible !important;contain:none !important;container-type:normal !important;opacity:1 !important;filter:none !important;backdrop-filter:none !important;mask:none !important;-webkit-mask-box-image:none !important;mix-blend-mode:normal !important;clip:auto !important;clip-path:none !important;offset:none !important;transform:none !important;translate:none !important;rotate:none !important;scale:none !important;zoom:1 !important;animation:none !important;transition:none !important}:host::before,:host::after,.candour-card [part]::before,.candour-card [part]::after{content:none !important}.candour-root{all:initial !important;--rem:clamp(16px,1rem,32px);display:block !important}.candour-card [part]{position:static !important;float:none !important;width:auto !important;min-width:0 !important;max-width:none !important;height:auto !important;min-height:0 !important;max-height:none !important;margin:0 0 calc(0.5 * var(--rem)) !important;border:0 !important;padding:0 !important;outline:0 !important;columns:auto !important;font-size:var(--rem) !important;line-height:1.5 !important;text-indent:0 !important;text-shadow:none !important;text-decoration-thickness:auto !important;text-underline-offset:0.15em !important;-webkit-text-stroke:0 !important;letter-spacing:normal !important;word-spacing:normal !important;writing-mode:horizontal-tb !important;box-shadow:none !important;contain:none !important;container-type:normal !important;content:normal !important;filter:none !important;offset:none !important;transform:none !important;translate:none !important;rotate:none !important;scale:none !important;zoom:1 !important;animation:none !important}.candour-card > [part]{display:block !important}.candour-card > [part=\"name\"]{font-size:calc(1.375 * var(--rem)) !important}.candour-card a[part]{display:inline !important}.candour-card a[part]:focus-visible{outline:3px solid var(--accent) !important}.candour-card{--text:var(--candour-text,#1a2329);--background:var(--candour-background,#ffffff);--accent:var(--candour-accent,#0b5a7d);--line:var(--candour-border,#ccd5da);--muted:var(--candour-muted,#4d5a64);--gap:var(--candour-gap,#fff8e8);--mark:var(--candour-mark,#8a5a00);--alert:var(--candour-alert,#a4262c);display:block !important;visibility:visible !important;opacity:1 !important;box-sizing:border-box;max-width:max(calc(16*var(--rem)),var(--candour-width,calc(48*var(--rem))));margin:0;border:1px solid var(--line);border-radius:min(var(--candour-radius,calc(0.5*var(--rem))),calc(1*var(--rem)));padding:calc(1*var(--rem)) clamp(calc(0.875*var(--rem)),3%,calc(1.5*var(--rem)));background-color:var(--background);color:var(--text);font:calc(1*var(--rem))/1.5 var(--candour-font,system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"Liberation Sans\",sans-serif);overflow-wrap:anywhere;text-align:start}.candour-card.dark{--text:var(--candour-text,#e8edf0);--background:var(--candour-background,#11181c);--accent:var(--candour-accent,#86cbee);--line:var(--candour-border,#3a4750);--muted:var(--candour-muted,#b0bcc4);--gap:var(--candour-gap,#2a2416);--mark:var(--candour-mark,#f0b95b);--alert:var(--candour-alert,#ff9d97)}@media (prefers-color-scheme:dark){.candour-card:not(.light){--text:var(--candour-text,#e8edf0);--background:var(--candour-background,#11181c);--accent:var(--candour-accent,#86cbee);--line:var(--candour-border,#3a4750);--muted:var(--candour-muted,#b0bcc4);--gap:var(--candour-gap,#2a2416);--mark:var(--candour-mark,#f0b95b);--alert:var(--candour-alert,#ff9d97)}}.candour-card *,.candour-card *::before{box-sizing:border-box}.candour-card h1,.candour-card h2,.candour-card h3,.candour-card h4{margin:calc(1.125*var(--rem)) 0 calc(0.375*var(--rem));font-size:calc(1.0625*var(--rem));line-height:1.3}.candour-card > :first-child{margin:0 0 calc(0.375*var(--rem));font-size:calc(1.375*var(--rem))}.candour-card h4{margin-block-start:calc(0.75*var(--rem));font-size:calc(0.9375*var(--rem))}.candour-card p,.candour-card ul,.candour-card ol,.candour-card dl{margin:0 0 calc(0.5*var(--rem))}.candour-card ul,.candour-card ol{padding-inline-start:calc(1.25*var(--rem))}.candour-card li{margin-block-end:calc(0.375*var(--rem))}.candour-card a{color:var(--accent);text-underline-offset:0.15em}.candour-card :focus-visible{outline:3px solid var(--accent);outline-offset:2px}.candour-card .cite{display:inline-block;min-width:calc(1.5*var(--rem));min-height:calc(1.5*var(--rem));font-size:calc(0.8125*var(--rem));text-align:center}.candour-card .how-long{display:block;color:var(--muted);font-size:calc(0.9375*var(--rem))}.candour-card .length{color:var(--text)}.candour-card .deprecated > .words{text-decoration:line-through}.candour-card .mark{color:var(--mark)}.candour-card .mark.avoid{color:var(--alert)}.candour-card .doubt,.candour-card .warning,.candour-card .measure{color:var(--muted);font-size:calc(0.875*var(--rem))}.candour-card .warning,.candour-card [data-doubt=\"deprecated\"],.candour-card [data-doubt=\"disputed\"],.candour-card [data-doubt=\"contested\"],.candour-card [data-doubt=\"conflict\"]{color:var(--alert)}.candour-card .glance{display:grid;grid-template-columns:repeat(auto-fit,minmax(calc(9*var(--rem)),1fr));gap:calc(0.5*var(--rem)) calc(1*var(--rem));border-block:1px solid var(--line);padding-block:calc(0.625*var(--rem))}.candour-card dt,.candour-card .more,.candour-card .small{color:var(--muted);font-size:calc(0.875*var(--rem))}.candour-card dd{margin:0}.candour-card .gap{border-inline-start:calc(0.25*var(--rem)) solid var(--mark);padding:calc(0.375*var(--rem)) calc(0.75*var(--rem));background-color:var(--gap)}.candour-card footer{margin-block-start:calc(1*var(--rem));border-block-start:1px solid var(--line)}.candour-card footer > :last-child{margin-block-end:0}.candour-card .safety,.candour-card .safety div,.candour-card .safety p,.candour-card .safety ul{display:block !important;visibility:visible !important;opacity:1 !important}.candour-card .safety li{display:list-item !important;visibility:visible !important}@media print{.candour-card,.candour-card.dark{--text:#000000;--ground:#ffffff;--accent:#000000;--line:#999999;--muted:#333333;--gap:#ffffff;--mark:#000000;--alert:#000000}}.candour-card .clinic{margin-block-start:calc(1*var(--rem));border:2px dashed var(--line);padding:0 calc(0.875*var(--rem))}";
const NAME = "candour-procedure";
const TAGS = " article section h2 h3 h4 p ul ol li dl dt dd div span a details summary time bdi strong em q small footer header ";
const ATTRIBUTES = /^(class|lang|dir|datetime|rel|target|title|role|part|hidden|(data|aria)-[a-z-]+)$/;
const LINK = /^(https?|mailto):/;
const ROLES = ["background", "gap", "text", "accent", "muted", "mark", "alert"];
const MOST = 20;
const PATIENCE = 1e4;
const CURRENT = 4e4;
const LATER = 5e3;
const UNSURE = 6e4;
const SECTIONS = ["how", "uses", "preparation", "aftercare", "sessions", "results", "choices", "names", "all"];
const SLUG = /^(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*$/;
const TAG = /^[a-z]{2,8}(-[a-z0-9]{1,8}){0,3}$/i;
const spread = 0.75 + Math.random() / 4;
if (!window.customElements || customElements.get(NAME)) return;
const base = origin();
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
}
}
}
return null;
}
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
class Procedure extends HTMLElement {
static get observedAttributes() {
return ["slug", "sections", "lang", "clinic", "theme", "style", "class"];
}
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
if (!base) shadow.appendChild(document.createElement("slot"));
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
