// The only ways in which a string may become markup on the pages of editors; the browser refuses all others.

const policies = globalThis.trustedTypes;

// The library of forms writes labels with innerHTML. They are text, and here they stay text.
const escaped = (text) => String(text).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
policies?.createPolicy("default", { createHTML: escaped });

const frames = policies?.createPolicy("preview", { createHTML: (markup) => markup });

// Shows markup where nothing of it can run or reach this page: in a frame that is locked in.
export function show(frame, markup) {
  frame.setAttribute("sandbox", "");
  frame.srcdoc = frames ? frames.createHTML(markup) : markup;
}
