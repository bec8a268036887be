/** Parts of the page that are not needed at once, fetched when they are first shown. */
import { html, useEffect, useState } from "./html.js";
import { notifyError } from "./notices.js";

/**
 * A component that shows nothing until the real one is there.
 *
 * @param {() => Promise<any>} load
 */
export function part(load) {
  /** @type {any} */
  let loaded = null;
  return function Part(/** @type {Record<string, any>} */ props) {
    const [, draw] = useState(0);
    useEffect(() => {
      if (!loaded) load().then((component) => ((loaded = component), draw(1)), notifyError);
    }, []);
    return loaded ? html`<${loaded} ...${props} />` : null;
  };
}
