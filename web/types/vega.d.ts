/** What pages use of /assets/vega.js, which the service makes of Vega, Vega-Lite and vega-embed. */

export interface View {
  data(name: string, rows?: readonly object[]): this;
  width(pixels: number): this;
  height(pixels: number): this;
  resize(): this;
  runAsync(): Promise<this>;
  finalize(): this;
  toImageURL(type: "png" | "svg", scale?: number): Promise<string>;
  toSVG(scale?: number): Promise<string>;
  addEventListener(type: string, handler: (event: Event, item: unknown) => void): this;
  addSignalListener(name: string, handler: (name: string, value: unknown) => void): this;
  signal(name: string, value?: unknown): unknown;
}

export interface Embedded {
  view: View;
  spec: object;
  finalize(): void;
}

export declare function vegaEmbed(
  element: HTMLElement | string,
  spec: object,
  options?: Record<string, unknown>,
): Promise<Embedded>;

/** For `ast: true`, by which expressions run without `eval`. */
export declare const expressionInterpreter: unknown;

export declare const vega: Record<string, unknown>;
export declare const vegaLite: Record<string, unknown>;
