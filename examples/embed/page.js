// The page around the chat: gives it tokens, changes its look, and hears of its answers.
const chat = document.querySelector("parley-chat");
const look = document.getElementById("look");
const events = document.getElementById("events");

// In earnest: ask your own server, which knows who is signed in and has the secret.
chat.getToken = async () => look.elements.token.value || null;

look.addEventListener("input", ({ target }) => {
  if (target.name !== "token") chat.setAttribute(target.name, target.value);
});

for (const name of ["ready", "answer", "error"]) {
  chat.addEventListener(name, ({ detail }) => {
    const line = document.createElement("li");
    line.textContent = `${name} ${JSON.stringify(detail)}`;
    events.append(line);
  });
}
