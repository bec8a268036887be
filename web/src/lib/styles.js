/** Styles of parts that are not on the first page: loaded when such a part is. */

/** @type {Map<string, Promise<void>>} */
const asked = new Map();

/**
 * Resolves when the stylesheet is there. It also resolves if it cannot be had: a page without its looks
 * is still a page.
 *
 * @param {string} name of a file in styles, without ".css"
 * @returns {Promise<void>}
 */
export function ensureStyle(name) {
  let loaded = asked.get(name);
  if (!loaded) {
    loaded = new Promise((resolve) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = new URL(`../../styles/${name}.css`, import.meta.url).href;
      link.onload = () => resolve();
      link.onerror = () => {
        asked.delete(name); // the next who needs it tries again
        link.remove();
        resolve();
      };
      document.head.append(link);
    });
    asked.set(name, loaded);
  }
  return loaded;
}
