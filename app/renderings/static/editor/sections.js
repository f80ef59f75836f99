// A section: what its sources say of it, in one of four ways, and its statements.

import { Claim, opening } from "./claims.js";
import { button, fresh, make, say } from "./dom.js";
import { at, identifier, put } from "./tree.js";
import { named, words } from "./words.js";

const COVERAGE = ["stated", "stated_none", "not_addressed", "not_applicable"];

export class Statements {
  constructor({ editor, pointer, shape, kind, extra, begun }) {
    Object.assign(this, { editor, pointer, shape, kind, extra, begun });
    this.holder = make("div", { class: "claims" });
    this.adder = button(words("add_statement"), () => this.add());
    this.element = make("div", {}, this.holder, make("p", { class: "actions" }, this.adder));
    this.draw();
  }

  get items() {
    return at(this.editor.document, this.pointer) ?? [];
  }

  draw(opened) {
    this.holder.replaceChildren(...this.items.map((_, place) => new Claim({
      editor: this.editor, pointer: `${this.pointer}/${place}`, shape: this.shape, list: this, extra: this.extra,
    }).element(place === opened)));
    this.editor.follows.get(this.pointer.replace(/\/statements$/, ""))?.();
    this.editor.look();
  }

  add() {
    if (!at(this.editor.document, this.pointer)) put(this.editor.document, this.pointer, []);
    this.items.push({ id: identifier("st_"), kind: this.kind, text: "", ...(this.begun?.() ?? {}) });
    this.editor.changed();
    this.draw(this.items.length - 1);
    this.holder.lastElementChild.querySelector("input, textarea, select")?.focus();
  }

  move(pointer, by) {
    const place = Number(pointer.split("/").at(-1));
    const to = place + by;
    if (to < 0 || to >= this.items.length) {
      say(words("cannot_move"));
      return;
    }
    this.items.splice(to, 0, ...this.items.splice(place, 1));
    this.editor.changed();
    this.draw(to);
    this.holder.children[to].querySelector("summary").focus();
    say(words("moved", { place: to + 1, count: this.items.length }));
  }

  remove(pointer) {
    const place = Number(pointer.split("/").at(-1));
    const [gone] = this.items.splice(place, 1);
    if (!this.items.length) put(this.editor.document, this.pointer, undefined);
    this.editor.changed();
    this.draw();
    const back = button(words("undo"), () => {
      if (!at(this.editor.document, this.pointer)) put(this.editor.document, this.pointer, []);
      this.items.splice(place, 0, gone);
      this.editor.changed();
      this.draw(place);
    }, { class: "quiet" });
    this.holder.append(make("p", { class: "undo" }, words("removed"), " ", back));
    back.focus();
    say(words("removed"));
  }
}

// The note beside a section's name: how much is there, or that nothing is.
function noted(section) {
  const count = section.statements?.length ?? 0;
  return section.coverage === "stated" ? words("statements", { count }) : named("coverage", section.coverage ?? "unset");
}

export function section({ editor, pointer, name, steps, kind, level = 3, safety = false, extra, begun, without = [] }) {
  const held = at(editor.document, pointer) ?? {};
  return opening({
    pointer, title: named("sections", name), note: noted(held), level, classes: safety ? "section safety" : "section",
    build: (body, _, note) => {
      const shape = editor.shapes.at(...steps);
      const finding = make("div");
      const list = new Statements({ editor, pointer: `${pointer}/statements`, shape: editor.shapes.resolve(shape.properties.statements.items), kind, extra, begun });
      const follow = () => {
        const now = at(editor.document, pointer);
        note.textContent = noted(now);
        finding.replaceChildren(...(now.coverage === "stated_none" || now.finding ? [absence(editor, pointer, shape)] : []));
        list.element.hidden = now.coverage !== "stated" && !(now.statements?.length);
        list.adder.hidden = now.coverage !== "stated";
      };
      editor.follow(pointer, follow);
      body.append(coverage({ editor, pointer, without, follow }), finding, list.element);
      follow();
    },
  });
}

function absence(editor, pointer, shape) {
  const section = at(editor.document, pointer);
  section.finding ??= { id: identifier("st_"), kind: "absence", text: "", evidence: [] };
  return make("div", {}, make("h4", {}, words("finding")), make("p", { class: "hint" }, words("finding_hint")),
    new Claim({ editor, pointer: `${pointer}/finding`, shape: editor.shapes.plain(shape.properties.finding) }).element(true));
}

function coverage({ editor, pointer, without, follow }) {
  const name = fresh("coverage");
  const chosen = at(editor.document, pointer)?.coverage;
  const options = COVERAGE.filter((one) => !without.includes(one)).map((one) => {
    const input = make("input", {
      type: "radio", name, value: one, checked: one === chosen,
      on: { change: () => {
        put(editor.document, `${pointer}/coverage`, one);
        if (one !== "stated_none" && !at(editor.document, pointer).finding?.text) put(editor.document, `${pointer}/finding`, undefined);
        follow();
        editor.changed();
      } },
    });
    return make("label", { class: "tick" }, input, " ", named("coverage", one));
  });
  options[0].firstChild.dataset.field = `${pointer}/coverage`;
  return make("fieldset", { class: "coverage" }, make("legend", {}, words("coverage")), options, make("div", { class: "faults" }));
}
