// Checking a draft: what it would change, the review of each statement, and the steps to publication.

import { Refused, place, read } from "./api.js";
import { drafted, sendBack, step } from "./acting.js";
import { differ } from "./differ.js";
import { kept } from "./keep.js";
import { fill, make } from "./dom.js";
import { reviewing } from "./reviewing.js";
import { about, day, named, words } from "./words.js";

// A draft that is not finished cannot be compared yet, and what was never published or is withdrawn is not there.
function unfinished(error) {
  if (error instanceof Refused && error.status === 422) return { data: null };
  throw error;
}

function absent(error) {
  if (error instanceof Refused && [404, 410].includes(error.status)) return { body: {} };
  throw error;
}

export async function start() {
  const [draft, difference] = await Promise.all([
    read(place(about.slug)),
    read(place(about.slug, "/diff")).catch(unfinished),
  ]);
  const held = draft.data;
  const published = held.base_revision ? await read(`/v1/procedures/${encodeURIComponent(about.slug)}`).catch(absent) : { body: {} };
  const newest = published.body.meta?.revision?.number;
  const outdated = newest !== undefined && newest !== held.base_revision;
  document.querySelector("h1").textContent = held.document.name || about.slug;
  const violations = held.violations ?? [];
  fill(document.getElementById("standing"),
    make("p", {}, make("span", { class: `state ${held.state}` }, named("states", held.state)), " ",
      words("draft_facts", { number: held.number, authors: held.authors.join(", "), day: day(held.changed_at) })),
    held.reviewer ? make("p", {}, words("approved_by", { reviewer: held.reviewer })) : null,
    make("p", { class: "hint" }, words(`awaits_${held.state}`)),
    kept(about.slug) ? make("p", { class: "notice" }, words("unsaved_here")) : null,
    held.note ? make("p", { class: "notice" }, words("last_note"), " ", held.note) : null,
    outdated ? make("p", { class: "warning" }, words("outdated", { number: newest })) : null,
    violations.length ? make("p", { class: "warning" }, words("faults", { count: violations.length })) : null,
  );
  fill(document.getElementById("difference"), difference.data ? differ(difference.data) : make("p", {}, words("no_difference_yet")));
  document.getElementById("steps").replaceChildren(...drafted(held, draft.etag, { violations: violations.length, difference: difference.data, outdated }));
  const own = held.authors.some((one) => one.toLowerCase() === about.holder.toLowerCase());
  const holder = document.getElementById("review");
  if (held.state === "in_review" && about.may.includes("review drafts")) {
    if (own) holder.replaceChildren(make("p", { class: "notice" }, words("own_work")));
    else reviewing(holder, held.document, {
      approve: (body) => step("approve", { etag: draft.etag, body }),
      sendBack: (note) => sendBack(draft.etag, note),
    });
  }
  document.body.dataset.ready = "true";
}

