// What publishing a draft would change, statement by statement; what concerns safety is marked, and comes first.

import { make } from "./dom.js";
import { leaves, parts } from "./tree.js";
import { about, named, words } from "./words.js";

const HIDDEN = new Set(["id", "kind", "review", "grade", "sha256", "start", "end", "access"]);
const field = (pointer) => parts(pointer).filter((step) => !/^\d+$/.test(step)).map((step) => named("fields", step)).join(" – ");

function lines(before, after) {
  const [old, now] = [leaves(before ?? {}), leaves(after ?? {})];
  const pointers = [...new Set([...old.keys(), ...now.keys()])]
    .filter((pointer) => old.get(pointer) !== now.get(pointer) && !HIDDEN.has(parts(pointer).at(-1)) && !pointer.startsWith("/review"));
  return pointers.map((pointer) => make("div", {}, make("dt", {}, field(pointer)), make("dd", {},
    old.has(pointer) ? make("del", {}, String(old.get(pointer))) : null, " ", now.has(pointer) ? make("ins", {}, String(now.get(pointer))) : null)));
}

export const safe = (kind) => about.safety_kinds.includes(kind);

function item(sort, one) {
  const before = one.before ?? (sort === "removed" ? one.statement ?? one : null);
  const after = one.after ?? (sort === "removed" ? null : one.statement ?? one);
  const claim = after ?? before;
  const kind = one.kind ?? claim.kind;
  const safety = one.safety ?? one.safety_relevant ?? safe(kind);
  const text = sort === "removed" ? make("del", {}, claim.text) : sort === "added" ? make("ins", {}, claim.text) : claim.text;
  return { safety, element: make("li", { class: safety ? `${sort} safety` : sort },
    make("p", {}, make("strong", {}, words(`diff_${sort}`)), ` ${named("kinds", kind)} `, safety ? make("span", { class: "mark" }, words("safety_relevant")) : null),
    make("p", { class: "text" }, text),
    sort === "changed" ? make("dl", { class: "lines" }, lines(before, after)) : null) };
}

export function differ(found) {
  const items = ["removed", "changed", "added"].flatMap((sort) => (found[sort] ?? []).map((one) => item(sort, one)));
  if (!items.length) return [make("p", {}, words("no_difference"))];
  items.sort((one, other) => Number(other.safety) - Number(one.safety));
  return [
    make("p", { class: found.safety ? "warning" : "hint" }, words(found.safety ? "difference_safety" : "difference_plain")),
    make("ul", { class: "diff" }, items.map((one) => one.element)),
  ];
}
