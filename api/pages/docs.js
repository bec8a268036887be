"use strict";

SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#api",
  deepLinking: true,
  persistAuthorization: true,
  // The validator badge would ask a server elsewhere.
  validatorUrl: null,
});
