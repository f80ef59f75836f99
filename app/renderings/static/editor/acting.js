// The steps that can be taken now, for those who may take them; each asks for what it needs before it is done.

import { Refused, place, write } from "./api.js";
import { ask, button, field, make, say } from "./dom.js";
import { recalling } from "./recalling.js";
import { about, words } from "./words.js";

const may = (permission) => about.may.includes(permission);
const once = () => crypto.randomUUID();

// Takes a step and shows the page anew; what speaks against it is said beside the buttons.
export async function step(name, { body = {}, etag, repeatable = false, method = "POST", path = `/${name}`, done = () => location.reload() }) {
  const faults = document.getElementById("refused");
  faults.replaceChildren();
  try {
    await write(method, place(about.slug, path), { body: method === "DELETE" ? undefined : body, etag, once: repeatable ? once() : undefined });
    done();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const listed = (error.body.errors ?? []).map((one) => make("li", {}, one.message ?? one.detail ?? one.code));
    faults.replaceChildren(make("p", { class: "warning" }, error.status === 412 ? words("changed_meanwhile") : error.message), make("ul", {}, listed));
    say(error.status === 412 ? words("changed_meanwhile") : error.message);
    faults.scrollIntoView({ block: "center" });
    return error;
  }
  return null;
}

async function reasoned({ title, lead, accept, extra = [], required = true }) {
  const reason = make("textarea", { rows: 3, maxlength: 600, required });
  const form = await ask({ title, lead: [make("p", {}, lead)], fields: [...extra, field("reason", words(required ? "reason" : "note"), reason, required ? words("reason_hint") : undefined)], accept, leave: words("cancel") });
  return form ? reason.value.trim() : null;
}

// The steps of a draft.
export function drafted(draft, etag, { violations, difference, outdated }) {
  const found = [];
  if (draft.state === "draft" && may("write drafts")) {
    found.push(button(words("submit"), async () => {
      const note = await reasoned({ title: words("submit"), lead: words("submit_lead"), accept: words("submit"), required: false });
      if (note !== null) step("submit", { etag, body: { note } });
    }, { "aria-describedby": "submit-hint", disabled: violations > 0 }));
    found.push(make("span", { id: "submit-hint", class: "hint" }, violations ? words("submit_not_yet", { count: violations }) : ""));
  }
  if (draft.state === "approved" && may("publish and withdraw")) found.push(button(words("publish"), () => publish(etag, difference)));
  if (draft.state === "approved" && may("review drafts")) found.push(button(words("send_back"), () => sendBack(etag), { class: "quiet" }));
  if (may("write drafts")) {
    found.push(button(words("rebase"), async () => {
      const note = await reasoned({ title: words("rebase"), lead: words("rebase_lead"), accept: words("rebase"), required: false });
      if (note !== null) step("rebase", { etag, body: { note } });
    }, { class: "quiet", hidden: !outdated }));
    found.push(button(words("discard"), async () => {
      const form = await ask({ title: words("discard"), lead: [make("p", {}, words("discard_lead"))], accept: words("discard"), leave: words("cancel") });
      if (form) step("discard", { method: "DELETE", path: "", etag, done: () => location.assign(about.base) });
    }, { class: "quiet danger" }));
  }
  return found;
}

export async function sendBack(etag, said = "") {
  const note = said || (await reasoned({ title: words("send_back"), lead: words("send_back_lead"), accept: words("send_back") }));
  if (note) step("send-back", { etag, body: { note } });
}

// What would be taken away from readers, or be said in other words about safety, is agreed to one by one.
async function publish(etag, difference) {
  const gone = difference.statements.filter((one) => one.what === "withdrawn");
  const altered = difference.statements.filter((one) => one.what === "changed" && one.safety);
  const tick = (one, said) => make("label", { class: "tick" }, make("input", { type: "checkbox", value: one.id, required: true }), " ", said);
  const boxes = (title, list, said) => (list.length ? make("fieldset", {}, make("legend", {}, words(title)), list.map((one) => tick(one, said(one)))) : null);
  const note = make("textarea", { rows: 2, maxlength: 600, required: true });
  const reason = make("textarea", { rows: 2, maxlength: 600, required: true });
  const form = await ask({
    title: words("publish"), lead: [make("p", {}, words("publish_lead"))],
    fields: [
      boxes("publish_removes", gone, (one) => one.before),
      gone.length ? field("publish-reason", words("reason"), reason, words("reason_hint")) : null,
      boxes("publish_alters", altered, (one) => make("span", {}, make("del", {}, one.before), " ", make("ins", {}, one.after))),
      field("publish-note", words("note"), note, words("publish_note_hint")),
    ].filter(Boolean),
    accept: words("publish"), leave: words("cancel"),
  });
  if (!form) return;
  const allow = [...form.querySelectorAll("input[type=checkbox]:checked")].map((one) => one.value);
  const body = { note: note.value.trim(), ...(allow.length ? { allow } : {}), ...(gone.length ? { reason: reason.value.trim() } : {}) };
  step("publish", { etag, body, repeatable: true, done: () => location.assign(`${about.base}/procedures/${encodeURIComponent(about.slug)}/history`) });
}

// The steps of what is published.
export function published({ withdrawn, tree }) {
  if (!may("publish and withdraw")) return [];
  const act = (name, key, required = true) => async () => {
    const said = await reasoned({ title: words(name), lead: words(`${name}_lead`), accept: words(name), required });
    if (said !== null) step(name, { body: { [key]: said } });
  };
  if (withdrawn) return [button(words("reinstate"), act("reinstate", "note"))];
  return [
    button(words("recall"), async () => {
      const body = await recalling(tree);
      if (body) step("recall", { body });
    }, { class: "danger" }),
    button(words("withdraw"), act("withdraw", "reason"), { class: "danger" }),
  ];
}

export async function restore(revision) {
  const note = await reasoned({ title: words("restore"), lead: words("restore_lead", { number: revision }), accept: words("restore"), required: false });
  if (note === null) return;
  step("restore", { body: { revision, note }, done: () => location.assign(`${about.base}/procedures/${encodeURIComponent(about.slug)}`) });
}

