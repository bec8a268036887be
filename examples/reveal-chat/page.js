// The page: a conversation beside the dashboard that it is about.
import { outline } from "./rdash.js";
import { Service } from "./service.js";
import { drawn } from "./tiles.js";

const part = (id) => document.getElementById(id);
const made = (tag, text, ...inside) => {
  const element = document.createElement(tag);
  element.textContent = text ?? "";
  element.append(...inside);
  return element;
};

let service;
// RDash in text: what the last answer made or changed, sent back with the next message.
let dashboard = null;

async function connect() {
  service = new Service({
    url: part("service").value.replace(/\/+$/, ""),
    token: part("token").value,
    user: part("user").value,
  });
  const found = await service.datasources();
  part("datasource").replaceChildren(
    ...found.map((one) => {
      const option = made("option", one.title);
      option.value = one.id;
      return option;
    }),
  );
}

function bubble(text, kind) {
  const line = made("li", text);
  line.className = kind;
  part("talk").append(line);
  return line;
}

/** Shows what is told as it comes; returns the result of the last event. */
async function show(said, told) {
  bubble(said, "said");
  const answer = bubble("", "answer");
  try {
    for await (const { event, data } of told) {
      if (event === "progress") part("progress").textContent = data.message;
      if (event === "text") answer.textContent += data.content;
      if (event === "complete") {
        // The whole text: it counts where pieces got lost or were said anew.
        answer.textContent = data.result.explanation;
        return data.result;
      }
    }
    throw new Error("The answer broke off.");
  } finally {
    part("progress").textContent = "";
    if (!answer.textContent) answer.remove();
  }
}

function draw() {
  part("dashboard").hidden = dashboard === null;
  if (dashboard === null) return;
  const { title, tiles, filters } = outline(dashboard);
  part("dashboard-title").textContent = title;
  part("filters").replaceChildren(...filters.map((name) => made("li", name)));
  part("tiles").replaceChildren(...tiles.map(tile));
  part("rdash").textContent = JSON.stringify(JSON.parse(dashboard), null, 2);
}

function tile({ id, title, type, fields }) {
  const explain = made("button", "Explain");
  explain.type = "button";
  explain.addEventListener("click", () => busy(() => insight("Summary", id, title)));
  const card = made("article", "", made("h3", title), made("p", type), made("p", fields.join(", ")), explain);
  card.dataset.id = id;
  return card;
}

/** Puts the rows of tiles under their titles. */
function fill(rows) {
  for (const card of part("tiles").children) {
    const picture = rows[card.dataset.id] && drawn(rows[card.dataset.id]);
    if (picture) card.lastElementChild.before(picture);
  }
}

async function insight(type, visualizationId, title) {
  const body = { dashboardJson: dashboard, insightType: type, visualizationId, datasourceId: part("datasource").value };
  await show(title ? `${type} of ${title}` : type, service.insights(body));
}

/** One request at a time; what fails is told in the conversation. */
async function busy(work) {
  const buttons = document.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } catch (error) {
    bubble(error.message, "failed");
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

part("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const message = part("message").value;
  part("message").value = "";
  busy(async () => {
    const body = { datasourceId: part("datasource").value, message };
    if (dashboard !== null) body.dashboard = dashboard;
    let turn;
    const result = await show(message, service.chat(body, (began) => (turn = began)));
    if (result.dashboard) {
      dashboard = result.dashboard;
      draw();
      fill(await service.rows(turn));
    }
  });
});

part("clear").addEventListener("click", () =>
  busy(async () => {
    await service.clear();
    dashboard = null;
    part("talk").replaceChildren();
    draw();
  }),
);

for (const button of document.querySelectorAll("[data-insight]")) {
  button.addEventListener("click", () => busy(() => insight(button.dataset.insight)));
}

part("connect").addEventListener("click", () => busy(connect));

part("service").value =
  new URLSearchParams(location.search).get("service") ?? "http://localhost:8000";
busy(connect);
