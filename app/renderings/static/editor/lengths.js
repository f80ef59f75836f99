// A bound of a length of time or of a number of sessions: a number and its unit instead of ISO 8601, or open.

import Jedison from "../vendor/jedison/jedison.js";
import { choice, make } from "./dom.js";
import { named, words } from "./words.js";

const UNITS = { minutes: ["PT", "M"], hours: ["PT", "H"], days: ["P", "D"], weeks: ["P", "W"], months: ["P", "M"], years: ["P", "Y"] };

function taken(text) {
  for (const [unit, [before, after]] of Object.entries(UNITS)) {
    const found = new RegExp(`^${before}(\\d+)${after}$`).exec(text);
    if (found) return { number: found[1], unit };
  }
  return text === "open" ? { number: "", unit: "open" } : { number: "", unit: text ? `=${text}` : "" };
}

function given(number, unit) {
  if (unit === "open" || unit === "") return unit;
  if (unit.startsWith("=")) return unit.slice(1);
  return number ? UNITS[unit][0] + number + UNITS[unit][1] : "";
}

class Bound extends Jedison.EditorString {
  build() {
    const id = this.getIdFromPath(this.instance.path);
    this.control = this.theme.getInputControl({
      id, type: "text", title: this.getTitle(), description: this.getDescription(), titleHidden: false,
    });
    const { input, container, label } = this.control;
    this.kind = choice(this.options());
    this.kind.setAttribute("aria-label", words("unit_of", { field: label.textContent }));
    this.kind.id = `${id}-unit`;
    input.inputMode = "numeric";
    input.size = 5;
    const pair = make("div", { class: "bound" });
    container.insertBefore(pair, input);
    pair.append(input, this.kind);
  }

  options() {
    const units = this.instance.schema["x-format"] === "count" ? [["number", words("count")]] : Object.keys(UNITS).map((unit) => [unit, named("values", unit)]);
    return [["", words("not_said")], ...units, ["open", words("open")]];
  }

  addEventListeners() {
    const changed = () => this.instance.setValue(this.value(), true, "user");
    this.control.input.addEventListener("change", changed);
    this.kind.addEventListener("change", changed);
  }

  value() {
    const number = this.control.input.value.trim();
    if (this.kind.value === "number") return number;
    if (number && this.kind.value === "") return this.instance.schema["x-format"] === "count" ? number : "";
    return given(/^\d+$/.test(number) ? number : "", this.kind.value);
  }

  refreshUI() {
    super.refreshUI();
    const text = String(this.instance.getValue() ?? "");
    if (text === this.value()) return;
    const { number, unit } = /^\d+$/.test(text) ? { number: text, unit: "number" } : taken(text);
    if (unit.startsWith("=") && ![...this.kind.options].some((one) => one.value === unit)) {
      this.kind.append(make("option", { value: unit }, text));
    }
    this.control.input.value = number;
    this.kind.value = unit;
  }

  static priority() {
    return 10;
  }
}

export class LengthBound extends Bound {
  static resolves(schema) {
    return schema["x-format"] === "length" || schema["x-format"] === "count";
  }
}

export class Concept extends Jedison.EditorString {
  build() {
    const id = this.getIdFromPath(this.instance.path);
    this.control = this.theme.getInputControl({ id, type: "text", title: this.getTitle(), description: this.getDescription(), titleHidden: false });
    this.control.input.setAttribute("list", "concepts");
    this.control.input.setAttribute("autocomplete", "off");
  }

  addEventListeners() {
    this.control.input.addEventListener("change", () => {
      const typed = this.control.input.value.trim();
      const known = [...document.querySelectorAll("#concepts option")].find((one) => one.textContent.toLowerCase() === typed.toLowerCase());
      this.instance.setValue(known ? known.value : typed, true, "user");
    });
  }

  refreshUI() {
    super.refreshUI();
    if (this.control.input !== document.activeElement) this.control.input.value = this.instance.getValue();
  }

  static resolves(schema) {
    return schema["x-format"] === "concept";
  }

  static priority() {
    return 10;
  }
}
