/**
 * Another accent colour, made readable: where it has too little contrast with what lies behind it,
 * it is mixed with black or white until it has enough for text.
 */

/** @typedef {[number, number, number]} Rgb 0 to 255 */

// WCAG 2.2, 1.4.3.
const ENOUGH = 4.5;
const STEPS = 50;

/** @type {string|null} */
let worn = null;
/** @type {MutationObserver|null} */
let watching = null;

/** @param {string|null} accent a CSS colour that is not see-through; else the page's own is left */
export function wearAccent(accent) {
  worn = accent;
  apply();
  if (watching || !accent) return;
  // What lies behind is another colour in another theme.
  watching = new MutationObserver(apply);
  watching.observe(document.documentElement, { attributeFilter: ["data-theme"] });
}

function apply() {
  const { style } = document.documentElement;
  const names = ["--accent", "--accent-ink", "--accent-soft"];
  const colour = worn === null ? null : rgbOf(worn);
  for (const name of names) style.removeProperty(name);
  if (!colour) return;
  const computed = getComputedStyle(document.documentElement);
  const behind = ["--page", "--card"].map((name) => rgbOf(computed.getPropertyValue(name).trim()));
  const readable = readableOn(colour, behind.filter((one) => one !== null));
  style.setProperty("--accent", write(readable));
  style.setProperty("--accent-ink", write(inkOn(readable)));
  style.setProperty("--accent-soft", `color-mix(in srgb, ${write(readable)} 12%, var(--card))`);
}

/**
 * The colour, or the nearest mix of it with black or white that can be read on all of these.
 *
 * @param {Rgb} colour
 * @param {Rgb[]} behind
 * @returns {Rgb}
 */
function readableOn(colour, behind) {
  const isDark = behind.some((one) => luminance(one) < 0.18);
  /** @type {Rgb} */
  const towards = isDark ? [255, 255, 255] : [0, 0, 0];
  for (let step = 0; step < STEPS; step += 1) {
    const mixed = mix(colour, towards, step / STEPS);
    if (behind.every((one) => contrast(mixed, one) >= ENOUGH)) return mixed;
  }
  return towards;
}

/**
 * Black or white, whichever can be read better on it; one of them always has 4.5.
 *
 * @param {Rgb} colour
 * @returns {Rgb}
 */
function inkOn(colour) {
  return contrast(colour, [255, 255, 255]) >= contrast(colour, [0, 0, 0]) ? [255, 255, 255] : [0, 0, 0];
}

/**
 * @param {Rgb} one
 * @param {Rgb} other
 */
export function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (/** @type {number} */ (high) + 0.05) / (/** @type {number} */ (low) + 0.05);
}

/** @param {Rgb} colour */
function luminance(colour) {
  const [red, green, blue] = /** @type {Rgb} */ (
    colour.map((part) => (part <= 10 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4))
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * @param {Rgb} colour
 * @param {Rgb} towards
 * @param {number} part
 * @returns {Rgb}
 */
function mix(colour, towards, part) {
  return /** @type {Rgb} */ (
    colour.map((one, index) => Math.round(one + (/** @type {number} */ (towards[index]) - one) * part))
  );
}

/** @param {Rgb} colour */
function write(colour) {
  return `rgb(${colour.join(" ")})`;
}

/**
 * As a canvas understands it: hexadecimal where nothing shines through.
 *
 * @param {string} text
 * @returns {Rgb|null}
 */
function rgbOf(text) {
  const context = document.createElement("canvas").getContext("2d");
  if (!context || !CSS.supports("color", text)) return null;
  context.fillStyle = text;
  const found = /^#(..)(..)(..)$/.exec(context.fillStyle);
  return found && /** @type {Rgb} */ (found.slice(1).map((part) => parseInt(part, 16)));
}
