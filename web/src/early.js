// Before anything is drawn. No module: those wait.
(() => {
  const { dataset } = document.documentElement;
  const framed = "embed" in dataset;

  // A dark page does not flash white.
  let chosen = null;
  try {
    // In a frame it is the page around that chooses.
    chosen = framed ? new URLSearchParams(location.search).get("theme") : localStorage.getItem("parley.theme");
  } catch {
    // Nothing may be kept here: as the machine is set.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  dataset.theme = chosen === "dark" || chosen === "light" ? chosen : dark ? "dark" : "light";

  // What the page begins with fits the address: see `.starting` in shell.css.
  dataset.place = location.pathname.split("/")[1] || "new";

  // What is shown can be used before the modules are there: what is sent, and the menu, are kept for them.
  const starting = (/** @type {Event} */ event) => (event.target instanceof Element ? event.target.closest(".starting") : null);
  const ask = () => {
    if (document.querySelector("textarea")?.value.trim()) dataset.asked = "";
  };
  document.addEventListener("input", (event) => {
    const send = starting(event)?.querySelector("button.send");
    if (send instanceof HTMLButtonElement) send.disabled = !(/** @type {HTMLTextAreaElement} */ (event.target).value.trim());
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
    if (!(event.target instanceof HTMLTextAreaElement) || !starting(event)) return;
    event.preventDefault();
    ask();
  });
  document.addEventListener("submit", (event) => {
    if (!starting(event)) return;
    event.preventDefault();
    ask();
  });
  document.addEventListener("click", (event) => {
    if (starting(event) && /** @type {Element} */ (event.target).closest("[aria-controls=rail]")) document.documentElement.toggleAttribute("data-menu");
  });

  // Modules cost the more the slower a machine is: what can be seen is painted before they are asked for.
  const rest = () => {
    const { content } = /** @type {HTMLTemplateElement} */ (document.getElementById("rest"));
    document.head.append(document.importNode(content, true));
  };
  document.addEventListener("DOMContentLoaded", () => {
    // Nothing is painted where nobody looks.
    if (framed || document.hidden) rest();
    else requestAnimationFrame(() => setTimeout(rest));
  });
})();
