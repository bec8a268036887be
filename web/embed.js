/**
 * The chat in a page of somebody else's: one script, and `<parley-chat>` where it is to be.
 *
 *     <script src="https://parley.example/embed.js" async></script>
 *     <parley-chat datasource="demo" theme="auto"></parley-chat>
 *
 * The chat is a frame of the service that the script came from. The frame and this script speak by
 * a port that the frame gets after it said hello; tokens go there, never into an address.
 * `docs/embedding.md` has the attributes, the property `getToken` and the events.
 */
(() => {
  if (customElements.get("parley-chat")) return;
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const service = new URL(script.src).origin;

  const OPTIONS = ["datasource", "session", "theme", "accent", "placeholder"];
  const EVENTS = ["ready", "answer", "error"];
  const STYLE = `
    :host { display: block; }
    :host([hidden]) { display: none; }
    :host([mode="button"]) { position: fixed; inset: auto 20px 20px auto; z-index: 2147483000; }
    iframe { display: block; width: 100%; height: var(--parley-height, 600px); border: 0; border-radius: 12px; color-scheme: normal; }
    button { display: none; }
    :host([mode="button"]) button {
      display: grid; place-items: center; width: 56px; height: 56px; margin: 12px 0 0 auto; padding: 0; cursor: pointer;
      border: 0; border-radius: 50%; color: #fff; background: #1f4fd1; box-shadow: 0 4px 16px rgb(0 0 0 / 24%);
    }
    button:focus-visible { outline: 2px solid #fff; outline-offset: -5px; }
    :host([mode="button"]) iframe {
      width: min(420px, calc(100vw - 40px)); height: min(var(--parley-height, 600px), calc(100vh - 120px));
      box-shadow: 0 12px 40px rgb(0 0 0 / 24%);
    }
    :host([mode="button"]) iframe[hidden] { display: none; }
  `;
  const ICON =
    "M4 5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9l-5 4v-4H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Z";

  class ParleyChat extends HTMLElement {
    static observedAttributes = [...OPTIONS, "height", "mode"];

    /** @type {(() => Promise<string|null>|string|null)|null} */
    #getToken = null;
    /** @type {HTMLIFrameElement|null} */
    #frame = null;
    /** @type {HTMLButtonElement|null} */
    #button = null;
    /** @type {MessagePort|null} */
    #port = null;

    /** Gives a token for the service; called when one is needed, and again when it has expired. */
    get getToken() {
      return this.#getToken;
    }

    set getToken(give) {
      this.#getToken = give;
    }

    connectedCallback() {
      this.#takeEarlyProperty();
      const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      // A page's policy may forbid style elements; it says nothing of these.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
      this.#setHeight();
      addEventListener("message", this.#heard);
      this.#frame = this.#madeFrame();
      this.#button = this.#madeButton();
      root.replaceChildren(this.#frame, this.#button);
      if (this.#isButton()) this.#close();
      else this.#open();
    }

    disconnectedCallback() {
      removeEventListener("message", this.#heard);
      this.#port?.close();
      this.#port = null;
      this.shadowRoot?.replaceChildren();
    }

    /** @param {string} name */
    attributeChangedCallback(name) {
      if (name === "height") this.#setHeight();
      else if (name === "mode") {
        if (this.#frame && !this.#isButton()) this.#open();
      } else this.#port?.postMessage({ type: "options", options: this.#options() });
    }

    /** The frame says hello each time it was loaded, and gets a port of its own each time. */
    #heard = (/** @type {MessageEvent} */ event) => {
      const there = this.#frame?.contentWindow;
      if (!there || event.source !== there || event.origin !== service) return;
      if (event.data?.parley !== "hello") return;
      this.#port?.close();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => this.#told(port1, data);
      this.#port = port1;
      there.postMessage({ parley: "options", options: this.#options() }, service, [port2]);
    };

    /**
     * @param {MessagePort} port
     * @param {{type?: string, event?: string, detail?: unknown}} message
     */
    async #told(port, message) {
      if (message.type === "token") {
        try {
          port.postMessage({ type: "token", token: (await this.#getToken?.()) ?? null });
        } catch {
          port.postMessage({ type: "token", failed: true });
        }
      } else if (message.type === "event" && EVENTS.includes(message.event ?? "")) {
        this.dispatchEvent(new CustomEvent(/** @type {string} */ (message.event), { detail: message.detail }));
      }
    }

    #options() {
      return Object.fromEntries(OPTIONS.map((name) => [name, this.getAttribute(name)]));
    }

    #madeFrame() {
      const frame = document.createElement("iframe");
      frame.title = "Parley";
      frame.allow = "clipboard-write";
      frame.referrerPolicy = "no-referrer";
      return frame;
    }

    #madeButton() {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", "Ask Parley");
      const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      for (const [name, value] of [["viewBox", "0 0 24 24"], ["width", "26"], ["height", "26"], ["aria-hidden", "true"]]) {
        icon.setAttribute(/** @type {string} */ (name), /** @type {string} */ (value));
      }
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      for (const [name, value] of [["d", ICON], ["fill", "none"], ["stroke", "currentColor"], ["stroke-width", "2"]]) {
        path.setAttribute(/** @type {string} */ (name), /** @type {string} */ (value));
      }
      icon.append(path);
      button.append(icon);
      button.addEventListener("click", () => (this.#frame?.hidden ? this.#open() : this.#close()));
      return button;
    }

    /** What is never opened is never loaded. */
    #open() {
      const frame = /** @type {HTMLIFrameElement} */ (this.#frame);
      // The theme alone is in the address, so that the frame does not flash in another.
      const theme = this.getAttribute("theme") ?? "auto";
      if (!frame.src) frame.src = `${service}/embed?theme=${encodeURIComponent(theme)}`;
      frame.hidden = false;
      this.#button?.setAttribute("aria-expanded", "true");
    }

    #close() {
      /** @type {HTMLIFrameElement} */ (this.#frame).hidden = true;
      this.#button?.setAttribute("aria-expanded", "false");
    }

    #isButton() {
      return this.getAttribute("mode") === "button";
    }

    #setHeight() {
      const height = this.getAttribute("height") ?? "";
      const written = /^\d+$/.test(height) ? `${height}px` : height;
      if (written && CSS.supports("height", written)) this.style.setProperty("--parley-height", written);
      else this.style.removeProperty("--parley-height");
    }

    /** Set before this script had come, it hides the accessor. */
    #takeEarlyProperty() {
      if (!Object.hasOwn(this, "getToken")) return;
      const { getToken } = this;
      // @ts-expect-error: the element's own property, not the accessor
      delete this.getToken;
      this.getToken = getToken;
    }
  }

  customElements.define("parley-chat", ParleyChat);
})();
