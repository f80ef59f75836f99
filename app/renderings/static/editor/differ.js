// What publishing a draft would change, statement by statement; what concerns safety is marked, and comes first.

import { make } from "./dom.js";
import { about, named, words } from "./words.js";

export const safe = (kind) => about.safety_kinds.includes(kind);

function told(one) {
  const old = one.before && one.before !== one.after ? make("del", {}, one.before) : null;
  if (one.what === "withdrawn") return [old, one.after ? make("p", { class: "hint" }, `${words("reason")}: ${one.after}`) : null];
  return [old, old ? make("br") : null, one.after ? make(one.before === one.after ? "span" : "ins", {}, one.after) : null];
}

function item(one) {
  return make("li", { class: one.safety ? `${one.what} safety` : one.what, "data-statement": one.id },
    make("p", {}, make("strong", {}, words(`diff_${one.what}`)), ` ${named("kinds", one.kind)} `, one.safety ? make("span", { class: "mark" }, words("safety_relevant")) : null),
    make("div", { class: "text" }, told(one)),
    one.fields?.length ? make("p", { class: "hint" }, words("diff_fields", { fields: one.fields.map((name) => named("fields", name)).join(", ") })) : null);
}

export function differ(found) {
  const items = [...found.statements].sort((one, other) => Number(other.safety) - Number(one.safety));
  const others = found.other ?? [];
  if (!items.length && !others.length) return [make("p", {}, words("no_difference"))];
  return [
    make("p", { class: found.safety ? "warning" : "hint" }, words(found.safety ? "difference_safety" : "difference_plain")),
    make("ul", { class: "diff" }, items.map(item)),
    others.length ? make("p", { class: "hint" }, words("diff_other", { parts: others.map((part) => named("sections", part)).join(", ") })) : "",
  ];
}
