// What the page shows of an RDash document. A renderer of the vendor's would draw all of it.

/** {title, tiles: [{id, title, type, fields}], filters: [title]} of a document in text. */
export function outline(text) {
  const document = JSON.parse(text);
  return {
    title: document.Title || "Dashboard",
    tiles: (document.Widgets ?? []).map((widget) => ({
      id: widget.Id,
      title: widget.Title || "Untitled",
      type: typeOf(widget.VisualizationSettings ?? {}),
      fields: fieldsOf(widget.VisualizationDataSpec ?? {}),
    })),
    filters: (document.GlobalFilters ?? []).map((filter) => filter.Title || filter.Id),
  };
}

function typeOf(settings) {
  const type = settings.VisualizationType === "CHART" ? settings.ChartType : settings.VisualizationType;
  return String(type ?? "").replaceAll("_", " ").toLowerCase();
}

/** The names of all columns, wherever a kind of visualization keeps them. */
function fieldsOf(spec) {
  const names = [];
  const visit = (part) => {
    if (Array.isArray(part)) part.forEach(visit);
    else if (part && typeof part === "object") {
      const name = part.FieldLabel || part.FieldName;
      if (typeof name === "string") names.push(name);
      else Object.values(part).forEach(visit);
    }
  };
  visit(spec);
  return [...new Set(names)];
}
