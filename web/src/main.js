/** The page begins here. */
import { html, render } from "./lib/html.js";
import { App } from "./shell/App.js";

render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("app")));
