/** Which rows of a long table are in view: only those are in the page. */
import { useEffect, useLayoutEffect, useState } from "../lib/html.js";

export const ROW_HEIGHT = 32;
export const HEAD_HEIGHT = 36;
const AHEAD = 6;
// The window moves in steps, so that most scrolling draws nothing anew.
const STEP = 4;

/**
 * The first row and the one after the last that are to be drawn, by how far an element is scrolled.
 *
 * @param {{current: HTMLElement|null}} box
 * @param {number} count of rows
 * @returns {[number, number]}
 */
export function useWindow(box, count) {
  const [first, setFirst] = useState(0);
  const [height, setHeight] = useState(12 * ROW_HEIGHT);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const scrolled = () => setFirst(Math.floor(element.scrollTop / ROW_HEIGHT / STEP) * STEP);
    scrolled();
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => element.removeEventListener("scroll", scrolled);
  }, []);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => element.clientHeight && setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const start = Math.max(0, Math.min(first, count - 1) - AHEAD);
  const end = Math.min(count, first + Math.ceil(height / ROW_HEIGHT) + STEP + AHEAD);
  return [start, Math.max(start, end)];
}

/**
 * Scrolls so that a row and a column are in view; row -1 is the line of heads.
 *
 * @param {HTMLElement} element
 * @param {number} row
 * @param {HTMLElement|null} head of the column
 */
export function bringIntoView(element, row, head) {
  const room = element.clientHeight - HEAD_HEIGHT;
  const top = row * ROW_HEIGHT;
  if (row >= 0 && top < element.scrollTop) element.scrollTop = top;
  else if (row >= 0 && top + ROW_HEIGHT > element.scrollTop + room) element.scrollTop = top + ROW_HEIGHT - room;
  if (!head) return;
  const { offsetLeft, offsetWidth } = head;
  if (offsetLeft < element.scrollLeft) element.scrollLeft = offsetLeft;
  else if (offsetLeft + offsetWidth > element.scrollLeft + element.clientWidth) {
    element.scrollLeft = offsetLeft + offsetWidth - element.clientWidth;
  }
}
