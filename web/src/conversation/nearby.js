/** Whether something is near to what is seen: what is far is drawn when somebody comes near. */
import { useEffect, useRef, useState } from "../lib/html.js";

/** @type {Map<Element, (isNear: boolean, height: number) => void>} */
const watched = new Map();
const observer = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) watched.get(entry.target)?.(entry.isIntersecting, entry.boundingClientRect.height);
  },
  // The page scrolls in an element of its own, of which `rootMargin` knows nothing.
  /** @type {any} */ ({ rootMargin: "1200px 0px", scrollMargin: "1200px 0px" }),
);

/**
 * `height` is that of the element when it was last drawn whole, in pixels, so that it keeps its place.
 *
 * @param {boolean} always near, wherever it is
 * @returns {{ref: {current: HTMLElement|null}, near: boolean, height: number}}
 */
export function useNearby(always) {
  const ref = useRef(/** @type {HTMLElement|null} */ (null));
  const height = useRef(360);
  const [near, setNear] = useState(always);
  useEffect(() => {
    const { current } = ref;
    if (!current) return undefined;
    watched.set(current, (isNear, drawn) => {
      if (!isNear && drawn > 0) height.current = drawn;
      setNear(isNear);
    });
    observer.observe(current);
    return () => {
      watched.delete(current);
      observer.unobserve(current);
    };
  }, []);
  return { ref, near: always || near, height: height.current };
}
