/** Where the service demands a token. It is kept until the tab is closed. */
import { BASE, signInWith } from "../api/client.js";
import { Icon, Logo } from "../lib/icons.js";
import { html, useState } from "../lib/html.js";

/** @param {{ended: boolean}} props ended: there was a token, and it does not hold any more */
export function SignIn({ ended }) {
  const [token, setToken] = useState("");
  const [fault, setFault] = useState(ended ? "The token does not hold any more. Sign in with a new one." : "");
  const [trying, setTrying] = useState(false);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const wanted = token.trim().replace(/^bearer\s+/i, "");
    if (!wanted) return;
    setTrying(true);
    try {
      const answer = await fetch(`${BASE}/datasources`, { headers: { Authorization: `Bearer ${wanted}` } });
      if (answer.ok) signInWith(wanted);
      else setFault((await answer.json()).error?.message || "The token does not hold.");
    } catch {
      setFault("The service cannot be reached.");
    } finally {
      setTrying(false);
    }
  };
  return html`<main class="sign-in">
    <form class="card" onSubmit=${submit}>
      <div class="rail-brand"><${Logo} /><span>Parley</span></div>
      <h1>Sign in</h1>
      <p class="muted">This service asks for a token, from your identity provider or from <code>parley token</code>.</p>
      <label for="token">Token</label>
      <input id="token" class="input" type="password" autocomplete="off" spellcheck="false" value=${token} aria-invalid=${fault ? "true" : undefined}
        aria-describedby=${fault ? "token-fault" : undefined}
        onInput=${(/** @type {InputEvent} */ event) => setToken(/** @type {HTMLInputElement} */ (event.target).value)} />
      ${fault && html`<p id="token-fault" class="sign-in-fault" role="alert"><${Icon} name="warning" />${fault}</p>`}
      <button type="submit" class="button primary" disabled=${trying || !token.trim()}>Sign in</button>
    </form>
  </main>`;
}
