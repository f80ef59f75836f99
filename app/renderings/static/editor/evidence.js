// What proves a statement: phrases of texts that we hold, and places in documents that we can only point to.

import { button, fresh, make, say } from "./dom.js";
import { mount } from "./form.js";
import { pick } from "./picker.js";
import { words } from "./words.js";

const ABOUT = ["stance", "quality", "note", "attributed_to"];
const KEPT = ["access", "source", "sha256", "start", "end", "phrase"];

export class Evidence {
  constructor({ shapes, pointer, items, changed }) {
    Object.assign(this, { shapes, items, changed });
    this.title = make("h4", { id: fresh("evidence") }, words("evidence"));
    this.list = make("ul", { class: "proofs" });
    this.element = make("div", { role: "group", "aria-labelledby": this.title.id, "data-pointer": `${pointer}/evidence` },
      this.title, make("p", { class: "hint" }, words("evidence_hint")), this.list, make("div", { class: "faults" }),
      make("p", { class: "actions" },
        (this.adder = button(words("pick_phrase"), () => this.add())), " ",
        button(words("point_to"), () => this.refer(), { class: "quiet" })));
    this.pointer = pointer;
    this.draw();
  }

  shape(kind) {
    const options = this.shapes.resolve(this.shapes.schema.$defs.Pain ?? {}).properties?.evidence.items.oneOf ?? [];
    return this.shapes.resolve(options.find((one) => this.shapes.resolve(one).properties.access.const === kind));
  }

  draw() {
    this.list.replaceChildren(...this.items.map((item, place) => this.item(item, place)));
  }

  item(item, place) {
    const pointer = `${this.pointer}/evidence/${place}`;
    const more = make("div");
    const element = make("li", { "data-pointer": pointer }, item.access === "held" ? this.phrase(item) : null, make("div", { class: "faults" }));
    if (item.access === "held") {
      const opened = make("details", {}, make("summary", {}, words("evidence_more")), more);
      element.append(opened);
      opened.addEventListener("toggle", () => opened.open && !more.hasChildNodes() && this.form(more, item, pointer, this.shapes.form(this.shape("held"), { only: ABOUT })));
    } else {
      element.append(more);
      this.form(more, item, pointer, this.shapes.form(this.shape("referenced"), { without: ["access"] }));
    }
    element.append(make("p", { class: "actions" },
      item.access === "held" ? button(words("pick_again"), () => this.again(place), { class: "quiet" }) : null, " ",
      button(words("remove_evidence"), () => this.remove(place), { class: "quiet" })));
    return element;
  }

  phrase(item) {
    return make("div", {}, make("blockquote", { translate: "no" }, item.phrase ?? ""),
      make("p", { class: "hint" }, words("stands_in", { source: item.source, start: item.start, end: item.end })));
  }

  form(holder, item, pointer, shape) {
    mount(holder, { id: fresh("evidence"), shape, value: item, changed: (value) => {
      for (const name of Object.keys(shape.properties)) delete item[name];
      Object.assign(item, value);
      this.changed(this.items);
    } });
    holder.dataset.form = pointer;
  }

  async add() {
    const found = await this.picked();
    if (!found) return;
    this.items.push(found);
    this.done(words("evidence_added", { phrase: found.phrase }));
  }

  async again(place) {
    const item = this.items[place];
    const found = await this.picked({ source: item.source, near: item });
    if (!found) return;
    for (const name of KEPT) item[name] = found[name];
    this.done(words("evidence_added", { phrase: found.phrase }));
  }

  async picked(where) {
    try {
      return await pick(where);
    } catch (error) {
      say(error.message);
      return null;
    }
  }

  refer() {
    this.items.push({ access: "referenced", source: "" });
    this.done(words("reference_added"));
    this.list.lastElementChild.querySelector("input")?.focus();
  }

  remove(place) {
    this.items.splice(place, 1);
    this.done(words("evidence_removed"));
    this.adder.focus();
  }

  done(said) {
    this.draw();
    this.changed(this.items);
    say(said);
  }
}
