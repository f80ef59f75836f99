// Choosing a phrase in the text of a source: by mouse, by keyboard, or by searching for it.

import { read } from "./api.js";
import { button, choice, field, make } from "./dom.js";
import { words } from "./words.js";

const MOST_WORDS = 15;
const MOST_CHARACTERS = 240;
const texts = new Map();
let sources = null;

export async function held() {
  sources ??= read("/v1/authoring/sources").then((answer) => answer.data);
  return sources;
}

async function text(id) {
  if (!texts.has(id)) texts.set(id, (await read(`/v1/authoring/sources/${encodeURIComponent(id)}/text`)).data);
  return texts.get(id);
}

// A browser counts UTF-16 units of a text whose lines end in one character. Evidence counts code points of the source's
// own text. Returns where a selection stands in that, without white space at its ends.
export function place(original, start, end) {
  const points = Array.from(original);
  let units = 0;
  let [first, last] = [null, points.length];
  for (let index = 0; index < points.length; index++) {
    if (first === null && units >= start) first = index;
    if (units >= end) {
      last = index;
      break;
    }
    if (!(points[index] === "\r" && points[index + 1] === "\n")) units += points[index].length;
  }
  first ??= points.length;
  while (first < last && /\s/u.test(points[first])) first++;
  while (last > first && /\s/u.test(points[last - 1])) last--;
  return { start: first, end: last, phrase: points.slice(first, last).join("") };
}

export const counted = (phrase) => (phrase.match(/\S+/gu) ?? []).length;

function wrong(found) {
  const count = counted(found.phrase);
  if (count === 0) return words("nothing_selected");
  if (count > MOST_WORDS) return words("too_many_words", { count, most: MOST_WORDS });
  if (found.phrase.length > MOST_CHARACTERS) return words("too_long", { most: MOST_CHARACTERS });
  return null;
}

// Opens the panel; gives evidence that is held, or null.
export async function pick({ source, near } = {}) {
  const offered = (await held()).filter((one) => one.has_text);
  if (!offered.length) throw new Error(words("no_texts"));
  const panel = new Panel(offered, source ?? localChoice(offered));
  return panel.open(near);
}

let last = null;
const localChoice = (offered) => (offered.some((one) => one.id === last) ? last : offered[0].id);

class Panel {
  constructor(offered, chosen) {
    this.select = choice(offered.map((one) => [one.id, one.title ?? one.id]), chosen);
    this.area = make("textarea", { class: "source-text", rows: 14, spellcheck: "false", autocomplete: "off", "aria-readonly": "true", translate: "no" });
    this.search = make("input", { type: "text", autocomplete: "off" });
    this.told = make("p", { role: "status", class: "told" });
    this.use = button(words("use_phrase"), () => this.close(this.found));
    this.heading = make("h2", { id: "picker-title" }, words("pick_title"));
    this.dialog = make("dialog", { class: "picker", "aria-labelledby": "picker-title" }, this.heading,
      field("picker-source", words("source"), this.select),
      make("div", { class: "search" }, field("picker-search", words("find_in_text"), this.search), button(words("find_next"), () => this.find())),
      field("picker-text", words("source_text"), this.area, words("picker_hint")),
      this.told,
      make("p", { class: "actions" }, this.use, " ", button(words("cancel"), () => this.close(null), { class: "quiet" })));
  }

  open(near) {
    document.body.append(this.dialog);
    this.listen();
    this.dialog.showModal();
    this.load(near);
    return new Promise((resolve) => (this.resolve = resolve));
  }

  listen() {
    this.area.addEventListener("beforeinput", (event) => event.preventDefault());
    this.area.addEventListener("drop", (event) => event.preventDefault());
    for (const event of ["select", "keyup", "mouseup", "pointerup"]) this.area.addEventListener(event, () => this.look());
    document.addEventListener("selectionchange", this.looked = () => this.look());
    this.select.addEventListener("change", () => this.load());
    this.search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.find();
    });
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close(null);
    });
  }

  async load(near) {
    this.source = null;
    this.area.value = "";
    this.look();
    try {
      const source = await text(this.select.value);
      if (source.id && source.id !== this.select.value) return;
      this.source = source;
      this.area.value = source.text;
      last = this.select.value;
      if (near) this.reveal(near);
      else this.area.setSelectionRange(0, 0);
      this.area.focus();
      this.look();
    } catch (error) {
      this.told.textContent = error.message;
    }
  }

  reveal({ start, end }) {
    const units = (count) => Array.from(this.source.text).slice(0, count).join("").replaceAll("\r\n", "\n").length;
    this.choose(units(start), units(end));
  }

  choose(start, end) {
    this.area.focus();
    this.area.setSelectionRange(start, end);
    const lines = this.area.value.slice(0, start).length / Math.max(1, this.area.value.length);
    this.area.scrollTop = Math.max(0, lines * this.area.scrollHeight - this.area.clientHeight / 2);
    this.look();
  }

  find() {
    const sought = this.search.value.trim().toLowerCase();
    if (!sought) return;
    const inside = this.area.value.toLowerCase();
    let start = inside.indexOf(sought, this.area.selectionEnd);
    if (start < 0) start = inside.indexOf(sought);
    if (start < 0) this.told.textContent = words("not_in_text");
    else this.choose(start, start + sought.length);
  }

  look() {
    const found = this.source ? place(this.source.text, this.area.selectionStart, this.area.selectionEnd) : { phrase: "" };
    const fault = wrong(found);
    this.use.disabled = Boolean(fault);
    this.told.classList.toggle("fault", Boolean(fault) && found.phrase !== "");
    const said = fault ?? words("selected", { phrase: found.phrase, count: counted(found.phrase), most: MOST_WORDS });
    if (this.told.textContent !== said) this.told.textContent = said;
    this.found = fault ? null : { access: "held", source: this.select.value, sha256: this.source.sha256, ...found };
  }

  close(found) {
    document.removeEventListener("selectionchange", this.looked);
    this.dialog.close();
    this.dialog.remove();
    this.resolve(found);
  }
}
