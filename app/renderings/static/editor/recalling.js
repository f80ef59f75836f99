// Recalling one statement: which one, why, and what the summary and contradictions that name it say from now on.

import { ask, field, make } from "./dom.js";
import { claims } from "./document.js";
import { statements } from "./reviewing.js";
import { words } from "./words.js";

// With a technique go the statements inside it.
const inside = (tree, id) => {
  const found = claims(tree).find((one) => one.claim.id === id);
  return found ? claims(tree).filter((one) => one.pointer.startsWith(found.pointer)).map((one) => one.claim.id) : [];
};

const asks = (id, title, text, hint) => field(id, title, make("textarea", { rows: 3, maxlength: 600, required: true, value: text }), hint);

// What else names a statement that goes, as fields to say what stands there from now on.
function beside(tree, ids) {
  const gone = new Set(ids);
  const named = tree.summary?.statements.some((id) => gone.has(id));
  const conflicts = (tree.conflicts?.conflicts ?? []).filter((one) => one.statements.some((id) => gone.has(id)) && one.statements.filter((id) => !gone.has(id)).length > 1);
  return [
    named ? asks("recall-summary", words("recall_summary"), tree.summary.text, words("recall_summary_hint")) : null,
    ...conflicts.map((one) => asks(`recall-${one.id}`, words("recall_conflict"), one.text)),
  ].filter(Boolean);
}

export async function recalling(tree) {
  const which = statements(tree);
  which.required = true;
  const more = make("div");
  which.addEventListener("change", () => more.replaceChildren(...beside(tree, inside(tree, which.value))));
  const form = await ask({
    title: words("recall"), lead: [make("p", {}, words("recall_lead"))],
    fields: [field("which", words("statement"), which), asks("reason", words("reason"), "", words("reason_hint")), more],
    accept: words("recall"), leave: words("cancel"),
  });
  if (!form) return null;
  const said = (id) => form.querySelector(`#${id}`)?.value.replace(/\s+/g, " ").trim();
  const ids = inside(tree, which.value);
  const conflicts = Object.fromEntries((tree.conflicts?.conflicts ?? []).filter((one) => said(`recall-${one.id}`)).map((one) => [one.id, said(`recall-${one.id}`)]));
  return {
    statements: ids,
    reason: said("reason"),
    ...(said("recall-summary") ? { summary: { text: said("recall-summary"), statements: tree.summary.statements.filter((id) => !ids.includes(id)) } } : {}),
    ...(Object.keys(conflicts).length ? { conflicts } : {}),
  };
}
