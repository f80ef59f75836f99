// What the service finds wrong, in words for people who do not know what a schema is.

import { at, parts, pointed } from "./tree.js";
import { words } from "./words.js";

// Which of two shapes was meant is no step of the way to a place.
const SHAPES = new Set(["stated", "not_stated", "held", "referenced"]);

function placed(tree, pointer) {
  let found = "";
  for (const step of parts(pointer)) {
    const held = at(tree, found);
    const here = held && typeof held === "object" && Object.hasOwn(held, step);
    if (here || !SHAPES.has(step)) found += pointed(step);
  }
  return found;
}

const TOLD = [
  [/^Field required|at least 1 (character|item)|Input should be a valid string|Unable to extract tag/, "fault_missing"],
  [/at least 2 items/, "fault_two"],
  [/at most (\d+) character/, "fault_long"],
  [/^Input should be/, "fault_choice"],
  [/should match pattern/, "fault_form"],
];

function told(message) {
  for (const [form, name] of TOLD) {
    const found = form.exec(message);
    if (found) return words(name, { most: found[1] });
  }
  return message.replace(/^(Value|Assertion) error, /, "");
}

export const plain = (violations, tree) => (violations ?? []).map((one) => ({
  ...one, pointer: placed(tree, one.pointer ?? ""), message: told(one.message ?? one.detail ?? one.code ?? ""),
}));
