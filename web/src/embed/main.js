/** The page begins here where it is in the frame of another page. */
import { html, render } from "../lib/html.js";
import { EmbeddedChat } from "./EmbeddedChat.js";

render(html`<${EmbeddedChat} />`, /** @type {HTMLElement} */ (document.getElementById("app")));
