/** Components: Preact's, with templates in place of JSX. */
import htm from "../../vendor/htm.mjs";
import { h } from "../../vendor/preact.mjs";

export { Component, createContext, createRef, Fragment, render } from "../../vendor/preact.mjs";
export {
  useCallback,
  useContext,
  useEffect,
  useErrorBoundary,
  useId,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from "../../vendor/hooks.mjs";

/** @type {(strings: TemplateStringsArray, ...values: any[]) => any} */
export const html = htm.bind(h);

/** @param {...(string|false|null|undefined)} names */
export const classes = (...names) => names.filter(Boolean).join(" ");
