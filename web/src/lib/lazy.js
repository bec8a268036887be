/** Parts of the page that are not on its first view: fetched, with their styles, when they are shown. */
import { html, useEffect, useState } from "./html.js";
import { notifyError } from "./notices.js";

/**
 * A hook that gives a component once it is there, null until then, and has it fetched when first used.
 *
 * @param {() => Promise<any>} load
 */
function fetching(load) {
  /** @type {any} */
  let loaded = null;
  return function useFetched(/** @type {(error: any) => void} */ failed) {
    const [, draw] = useState(0);
    const shown = loaded;
    useEffect(() => {
      // Another one may have had it fetched between the drawing of this one and now.
      if (!loaded) load().then((component) => ((loaded = component), draw(1)), failed);
      else if (!shown) draw(1);
    }, []);
    return shown;
  };
}

/**
 * A component that shows nothing until the real one is there.
 *
 * @param {() => Promise<any>} load
 */
export function part(load) {
  const useFetched = fetching(load);
  return function Part(/** @type {Record<string, any>} */ props) {
    const is = useFetched(notifyError);
    return is ? html`<${is} ...${props} />` : null;
  };
}

/**
 * A component that is most of what is shown: it says that it is coming, or that it cannot be had.
 *
 * @param {() => Promise<any>} load
 */
export function place(load) {
  const useFetched = fetching(load);
  return function Place(/** @type {Record<string, any>} */ props) {
    const [failed, setFailed] = useState(false);
    const is = useFetched(() => setFailed(true));
    if (is) return html`<${is} ...${props} />`;
    return failed
      ? html`<p class="column part-note" role="alert">This part of the page could not be fetched. <button type="button" class="button small" onClick=${() => location.reload()}>Load the page again</button></p>`
      : html`<p class="column part-note muted" role="status">Loading …</p>`;
  };
}

/** @type {Map<string, Promise<void>>} */
const styles = new Map();

/**
 * Resolves when the stylesheet is there. It also resolves if it cannot be had: a page without its looks
 * is still a page.
 *
 * @param {string} name of a file in styles, without ".css"
 * @returns {Promise<void>}
 */
export function ensureStyle(name) {
  let loaded = styles.get(name);
  if (!loaded) {
    loaded = new Promise((resolve) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = new URL(`../../styles/${name}.css`, import.meta.url).href;
      link.onload = () => resolve();
      link.onerror = () => {
        styles.delete(name); // the next who needs it tries again
        link.remove();
        resolve();
      };
      document.head.append(link);
    });
    styles.set(name, loaded);
  }
  return loaded;
}
