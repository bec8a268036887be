/** Light or dark: as the machine is set, until somebody chooses. */
import { createStore } from "../lib/store.js";

/** @typedef {"light"|"dark"} Theme */

const system = matchMedia("(prefers-color-scheme: dark)");

export const theme = createStore(/** @type {Theme} */ (document.documentElement.dataset.theme || "light"));

/** @param {Theme} next */
function show(next) {
  document.documentElement.dataset.theme = next;
  theme.set(next);
}

/** @param {Theme|"auto"} next auto: as the machine is set */
export function setTheme(next) {
  show(next === "auto" ? (system.matches ? "dark" : "light") : next);
}

export function toggleTheme() {
  const next = theme.get() === "dark" ? "light" : "dark";
  show(next);
  try {
    localStorage.setItem("parley.theme", next);
  } catch {
    // Until the page is left, then.
  }
}

system.addEventListener("change", () => {
  try {
    if (!localStorage.getItem("parley.theme")) setTheme("auto");
  } catch {
    setTheme("auto");
  }
});
