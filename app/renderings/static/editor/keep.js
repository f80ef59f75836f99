// What was typed and not yet saved stays in this tab, and nowhere else; closing the tab forgets it.

const key = (slug) => `candour-draft:${slug}`;

export function keep(slug, held) {
  try {
    sessionStorage.setItem(key(slug), JSON.stringify(held));
    return true;
  } catch (_) {
    return false;
  }
}

export function kept(slug) {
  try {
    return JSON.parse(sessionStorage.getItem(key(slug)));
  } catch (_) {
    return null;
  }
}

export const forget = (slug) => sessionStorage.removeItem(key(slug));

export function forgetAll() {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith("candour-draft:")) sessionStorage.removeItem(name);
}
