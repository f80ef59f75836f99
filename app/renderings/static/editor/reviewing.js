// Reviewing: each statement beside the words that prove it, and a verdict on each; nothing is ticked for the reviewer.

import { choice, field, fresh, make } from "./dom.js";
import { claims } from "./document.js";
import { safe } from "./differ.js";
import { named, words } from "./words.js";

function proof(item) {
  if (item.access !== "held") return make("li", {}, words("referenced", { source: item.source }), " ", Object.values(item.locator ?? {}).join(", "));
  return make("li", {}, make("q", { translate: "no" }, item.phrase), make("span", { class: "hint" }, ` ${item.source}`),
    item.quality && item.quality !== "clear" ? make("span", { class: "warning" }, ` ${named("values", item.quality)} ${item.note ?? ""}`) : null);
}

function verdict({ claim }) {
  const name = fresh("verdict");
  const option = (value) => make("label", { class: "tick" }, make("input", { type: "radio", name, value, checked: value === "" }), " ", words(`verdict_${value || "none"}`));
  const fieldset = make("fieldset", { class: safe(claim.kind) ? "verdict safety" : "verdict", "data-statement": claim.id },
    make("legend", {}, named("kinds", claim.kind), " ", safe(claim.kind) ? make("span", { class: "mark" }, words("safety_relevant")) : null),
    make("p", { class: "text" }, claim.text), make("ul", {}, (claim.evidence ?? []).map(proof)),
    make("div", { class: "choices" }, ["", "reviewed", "disputed"].map(option)));
  return fieldset;
}

const year = () => {
  const on = new Date();
  on.setUTCFullYear(on.getUTCFullYear() + 1);
  return on.toISOString().slice(0, 10);
};

export function reviewing(holder, tree, { approve, sendBack }) {
  const all = claims(tree);
  const open = all.filter(({ claim }) => (claim.review?.state ?? "unreviewed") === "unreviewed");
  const done = all.filter((one) => !open.includes(one));
  const due = make("input", { type: "date", value: year() });
  const note = make("textarea", { rows: 2, maxlength: 600 });
  const form = make("form", { on: { submit: (event) => {
    event.preventDefault();
    const chosen = (value) => [...form.querySelectorAll("fieldset.verdict")].filter((one) => one.querySelector("input:checked")?.value === value).map((one) => one.dataset.statement);
    approve({ statements: chosen("reviewed"), disputed: chosen("disputed"), next_due: due.value || undefined, note: note.value.trim() });
  } } },
    make("p", {}, words("review_lead")),
    open.sort((one, other) => Number(safe(other.claim.kind)) - Number(safe(one.claim.kind))).map(verdict),
    done.length ? make("details", {}, make("summary", {}, words("reviewed_before", { count: done.length })), done.map(verdict)) : null,
    field("next-due", words("next_due"), due, words("next_due_hint")),
    field("review-note", words("note"), note),
    make("p", { class: "actions" }, make("button", { type: "submit" }, words("approve")), " ",
      make("button", { type: "button", class: "quiet", on: { click: () => sendBack(note.value.trim()) } }, words("send_back"))));
  holder.replaceChildren(make("h2", {}, words("review")), form);
}

// Asks which statements are meant, for a recall.
export function statements(tree) {
  const options = claims(tree).map(({ claim }) => [claim.id, `${named("kinds", claim.kind)}: ${claim.text.slice(0, 100)}`]);
  return choice([["", words("choose")], ...options], "");
}
