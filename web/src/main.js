/** The page begins here: whole, or as a chat in the frame of another page. */
import { html, render } from "./lib/html.js";

const App =
  "embed" in document.documentElement.dataset
    ? (await import("./embed/EmbeddedChat.js")).EmbeddedChat
    : (await import("./shell/App.js")).App;

render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("app")));
