"use strict";

const part = (id) => document.getElementById(id);
let session = null;

for (const place of document.querySelectorAll(".origin")) place.textContent = location.origin;

async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error.message);
  return answer;
}

function row(cells, tag) {
  const line = document.createElement("tr");
  for (const cell of cells) {
    const box = document.createElement(tag);
    box.textContent = cell ?? "";
    line.append(box);
  }
  return line;
}

function show(answer) {
  const table = answer.data ?? { columns: [], rows: [] };
  part("response").textContent = answer.response;
  part("insights").replaceChildren(
    ...(answer.insights ?? []).map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }),
  );
  part("rows").replaceChildren(
    row(table.columns, "th"),
    ...table.rows.slice(0, 100).map((cells) => row(cells, "td")),
  );
  part("sql").textContent = answer.sql ?? "";
  part("sql").hidden = !answer.sql;
  part("answer").hidden = false;
}

part("ask").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    session ??= (await post("/api/v1/bi/sessions", {})).session_id;
    show(await post(`/api/v1/bi/sessions/${session}/messages`, {
      message: part("question").value,
    }));
  } catch (error) {
    show({ response: error.message });
  }
});
