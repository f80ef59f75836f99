// What the page says, as its template wrote it in the reader's language, and what the page is about.

const page = JSON.parse(document.getElementById("page").textContent);
export const about = page;
const held = page.words;

export function words(name, values = {}) {
  const said = held[name] ?? name;
  return said.replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
}

export const named = (group, name) => page.names[group]?.[name] ?? name;
export const hint = (name) => page.hints[name];

export function day(text) {
  if (!text) return words("no_day");
  const on = new Date(text.length === 10 ? `${text}T00:00:00Z` : text);
  const kind = text.length === 10 ? { dateStyle: "long", timeZone: "UTC" } : { dateStyle: "long", timeStyle: "short" };
  const language = document.documentElement.lang;
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, kind).format(on);
}
