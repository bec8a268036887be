/** The page begins here, and takes over what index.html shows until then. */
import { html, render } from "./lib/html.js";
import { route } from "./lib/router.js";
import { App } from "./shell/App.js";
import { keepDraft } from "./shell/Composer.js";

const app = /** @type {HTMLElement} */ (document.getElementById("app"));
// What was written meanwhile.
const written = app.querySelector("textarea")?.value;
if (written) keepDraft(route.get().id, written);
render(html`<${App} />`, app);
