// Before anything is drawn, so that a dark page does not flash white. No module: those wait.
(() => {
  const { dataset } = document.documentElement;
  let chosen = null;
  try {
    // In a frame it is the page around that chooses.
    chosen = "embed" in dataset ? new URLSearchParams(location.search).get("theme") : localStorage.getItem("parley.theme");
  } catch {
    // Nothing may be kept here: as the machine is set.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  dataset.theme = chosen === "dark" || chosen === "light" ? chosen : dark ? "dark" : "light";
})();
