// What there was: the revisions that readers saw, the versions of drafts, and the steps of what is published.

import { Refused, place, read } from "./api.js";
import { published, restore } from "./acting.js";
import { button, make } from "./dom.js";
import { about, day, named, words } from "./words.js";

const empty = { data: [] };
const unless = (promise, value) => promise.catch((error) => {
  if (error instanceof Refused && [404, 410].includes(error.status)) return { ...value, refused: error };
  throw error;
});

function revision(one) {
  const said = [one.note, one.reason, one.withdrawal].filter(Boolean).join(" – ");
  return make("tr", {},
    make("th", { scope: "row" }, make("a", { href: `${about.root}/v1/procedures/${encodeURIComponent(about.slug)}?revision=${one.number}` }, words("revision", { number: one.number }))),
    make("td", {}, day(one.published), make("span", { class: "hint" }, named("states", one.state))),
    make("td", {}, said, one.safety_changed ? make("span", { class: "mark" }, ` ${words("safety_relevant")}`) : null),
    make("td", {}, one.state !== "current" && about.may.includes("write drafts") ? button(words("restore"), () => restore(one.number), { class: "quiet", "aria-label": words("restore_of", { number: one.number }) }) : null));
}

const version = (one) => make("tr", {},
  make("th", { scope: "row" }, String(one.number)), make("td", {}, day(one.at)), make("td", {}, one.editor),
  make("td", {}, named("steps", one.action)), make("td", {}, one.note ?? ""));

export async function start() {
  const slug = encodeURIComponent(about.slug);
  const [now, revisions, versions] = await Promise.all([
    unless(read(`/v1/procedures/${slug}`), { data: null }),
    unless(read(`/v1/procedures/${slug}/revisions`), empty),
    unless(read(place(about.slug, "/versions")), empty),
  ]);
  if (now.data?.name) document.querySelector("h1").textContent = now.data.name;
  const withdrawn = now.refused?.status === 410;
  const listed = revisions.data;
  document.getElementById("standing").replaceChildren(make("p", { class: withdrawn ? "warning" : "" },
    withdrawn ? now.refused.message : now.data ? words("published_now", { number: now.body.meta.revision.number }) : words("nothing_published")),
    now.data ? make("p", {}, make("a", { href: `${about.root}/procedures/${slug}` }, words("as_readers"))) : "");
  document.getElementById("revisions").replaceChildren(...listed.map(revision));
  document.getElementById("versions").replaceChildren(...versions.data.map(version));
  for (const name of ["revisions", "versions"]) document.getElementById(`${name}-table`).hidden = !document.getElementById(name).children.length;
  if (now.data || withdrawn) {
    const steps = published({ withdrawn, tree: now.data });
    document.getElementById("steps").replaceChildren(...(steps.length ? steps : [make("p", { class: "hint" }, words("only_publishers"))]));
  }
  document.body.dataset.ready = "true";
}
