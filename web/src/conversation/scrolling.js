/** Where the page stands in a conversation: at a new question, and at what is being written. */
import { useEffect, useLayoutEffect, useRef } from "../lib/html.js";

/**
 * A new question goes to the top. While its text is written the page follows its end, until the person
 * scrolls up.
 *
 * @param {{current: HTMLElement|null}} root
 * @param {{key: string, working: boolean}|null} newest
 */
export function useFollowing(root, newest) {
  const before = useRef(/** @type {string|null} */ (null));
  useLayoutEffect(() => {
    if (!newest || before.current === newest.key) return;
    // What was there when the conversation was opened is for whoever opens it to place.
    if (before.current !== null || newest.working) toTop(root.current, newest.key);
    before.current = newest.key;
  }, [newest?.key]);

  useEffect(() => {
    const { current } = root;
    const scroller = current && scrollerOf(current);
    if (!scroller || !newest?.working) return undefined;
    let following = true;
    let top = scroller.scrollTop;
    const scrolled = () => {
      if (scroller.scrollTop < top - 2) following = false;
      top = scroller.scrollTop;
    };
    const follow = () => {
      const caret = following && current.querySelector(".caret");
      if (!caret) return;
      const hidden = caret.getBoundingClientRect().bottom + 24 - visibleBottom(scroller);
      if (hidden > 0) scroller.scrollTop += hidden;
    };
    const sizes = new ResizeObserver(follow);
    sizes.observe(current);
    scroller.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      sizes.disconnect();
      scroller.removeEventListener("scroll", scrolled);
    };
  }, [newest?.key, newest?.working]);
}

/**
 * Scrolls a turn to the top of what is seen.
 *
 * @param {HTMLElement|null} root
 * @param {string} key
 * @param {{focus?: boolean}} [options]
 */
export function toTop(root, key, { focus = false } = {}) {
  const turn = root?.querySelector(`[id="turn-${key}"]`);
  turn?.scrollIntoView({ block: "start" });
  if (focus) /** @type {HTMLElement|null|undefined} */ (turn?.querySelector(".turn-title"))?.focus({ preventScroll: true });
}

/**
 * Keeps what is seen in its place while something comes in above it.
 *
 * @param {HTMLElement|null} root
 * @param {() => Promise<void>} change
 */
export async function inPlace(root, change) {
  const first = root?.querySelector(".turn");
  const scroller = root && scrollerOf(root);
  const before = first?.getBoundingClientRect().top;
  await change();
  await new Promise((resolve) => requestAnimationFrame(resolve));
  if (scroller && first?.isConnected && before !== undefined) scroller.scrollTop += first.getBoundingClientRect().top - before;
}

/** @param {Element} element */
function scrollerOf(element) {
  for (let one = element.parentElement; one; one = one.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(one).overflowY)) return one;
  }
  return document.scrollingElement || document.documentElement;
}

/** Above what stands at the foot of the page; @param {Element} scroller */
function visibleBottom(scroller) {
  const dock = scroller.querySelector(".composer-dock");
  const bottom = Math.min(scroller.getBoundingClientRect().bottom, innerHeight);
  return dock ? Math.min(bottom, dock.getBoundingClientRect().top) : bottom;
}
