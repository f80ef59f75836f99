// One statement: its fields, what proves it, its place among the others.

import { button, fresh, make } from "./dom.js";
import { Evidence } from "./evidence.js";
import { mount } from "./form.js";
import { merge } from "./shapes.js";
import { at } from "./tree.js";
import { named, words } from "./words.js";

const short = (text) => (text && text.length > 140 ? `${text.slice(0, 140)} …` : text);

export function titled(claim) {
  return short(claim.text) || claim.label || claim.name || claim.title || words("new_statement");
}

// A part of the form that opens: nothing inside is made before.
export function opening({ pointer, title, note, classes = "", level, build, open = false }) {
  const count = make("span", { class: "amount" });
  const heading = make(level ? `h${level}` : "span", { class: "heading" }, title);
  const body = make("div", { class: "body" }, make("div", { class: "faults" }));
  const element = make("details", { "data-pointer": pointer, class: classes }, make("summary", {}, heading, " ", make("span", { class: "note" }, note ?? ""), " ", count), body);
  let built = false;
  const fill = () => {
    if (built) return;
    built = true;
    build(body, heading, element.querySelector(".note"));
  };
  element.addEventListener("toggle", () => element.open && fill());
  element.addEventListener("reveal", fill);
  if (open) {
    element.open = true;
    fill();
  }
  return element;
}

export class Claim {
  constructor({ editor, pointer, shape, list, extra }) {
    Object.assign(this, { editor, pointer, shape, list, extra });
  }

  get value() {
    return at(this.editor.document, this.pointer);
  }

  element(open = false) {
    const claim = this.value;
    const state = claim.review?.state ?? "unreviewed";
    return opening({
      pointer: this.pointer, title: titled(claim), note: named("reviews", state), classes: `claim ${state}`, open,
      build: (body, heading, note) => this.build(body, heading, note),
    });
  }

  build(body, heading, note) {
    const form = make("div", { "data-form": this.pointer });
    const shape = this.editor.shapes.form(this.shape);
    const evidence = new Evidence({
      shapes: this.editor.shapes, pointer: this.pointer, items: this.value.evidence ?? [],
      changed: (items) => this.changed({ evidence: items }, note),
    });
    body.prepend(form);
    body.append(evidence.element);
    mount(form, { id: fresh("claim"), shape, value: this.value, changed: (value) => {
      merge(this.value, value, shape);
      this.changed({}, note);
      heading.textContent = titled(this.value);
    } });
    if (this.extra) body.append(...this.extra(this.pointer));
    if (this.list) body.append(this.moves());
    this.editor.look();
  }

  changed(value, note) {
    Object.assign(this.value, value);
    if (this.value.review?.state && this.value.review.state !== "unreviewed") note.textContent = words("review_falls");
    this.editor.changed();
  }

  moves() {
    return make("p", { class: "actions" },
      button(words("move_up"), () => this.list.move(this.pointer, -1), { class: "quiet" }), " ",
      button(words("move_down"), () => this.list.move(this.pointer, 1), { class: "quiet" }), " ",
      button(words("remove_statement"), () => this.list.remove(this.pointer), { class: "quiet danger" }));
  }
}
