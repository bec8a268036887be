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

  // The field can be written in before the modules are there; Enter is kept for them as well.
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
    if (!(field instanceof HTMLTextAreaElement) || !field.closest(".starting")) return;
    event.preventDefault();
    if (field.value.trim()) dataset.asked = "";
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
