/** What pages use of /assets/vega.js, which the service makes of Vega, Vega-Lite and vega-embed. */

export interface View {
  data(name: string, rows: readonly object[]): this;
  data(name: string): object[];
  width(pixels: number): this;
  height(pixels: number): this;
  resize(): this;
  runAsync(): Promise<this>;
  finalize(): this;
  toImageURL(type: "png" | "svg", scale?: number): Promise<string>;
  toSVG(scale?: number): Promise<string>;
  addEventListener(type: string, handler: (event: Event, item: any) => void): this;
  addSignalListener(name: string, handler: (name: string, value: any) => void): this;
  signal(name: string): any;
  signal(name: string, value: any): this;
}

export interface Embedded {
  view: View;
  spec: object;
  finalize(): void;
}

/** With `ast: true` its expressions run without `eval`, by the interpreter that it brings. */
export declare function vegaEmbed(
  element: HTMLElement | string,
  spec: object,
  options?: Record<string, unknown>,
): Promise<Embedded>;
