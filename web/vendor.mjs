// Copies what pages load of the installed packages into vendor/, which the service serves.
//
// A browser finds modules by their addresses, so the one bare name in them ("preact") becomes one.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const modules = {
  "preact.mjs": "preact/dist/preact.mjs",
  "hooks.mjs": "preact/hooks/dist/hooks.mjs",
  "htm.mjs": "htm/dist/htm.mjs",
};
// For the check of types alone: what a module's own package says of it.
const types = {
  "preact.d.mts": 'export * from "preact";\n',
  "hooks.d.mts": 'export * from "preact/hooks";\n',
  "htm.d.mts": 'export { default } from "htm";\n',
};
const files = {
  "inter.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  "inter-ext.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
  "mono.woff2": "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
  "LICENSE.preact": "preact/LICENSE",
  "LICENSE.htm": "htm/LICENSE",
  "LICENSE.inter": "@fontsource-variable/inter/LICENSE",
  "LICENSE.jetbrains-mono": "@fontsource-variable/jetbrains-mono/LICENSE",
};

rmSync("vendor", { recursive: true, force: true });
mkdirSync("vendor");
for (const [name, source] of Object.entries(modules)) {
  const text = readFileSync(`node_modules/${source}`, "utf8");
  const located = text
    .replaceAll(/from\s*"preact"/g, 'from"./preact.mjs"')
    .replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n");
  writeFileSync(`vendor/${name}`, located);
}
for (const [name, text] of Object.entries(types)) writeFileSync(`vendor/${name}`, text);
for (const [name, source] of Object.entries(files)) cpSync(`node_modules/${source}`, `vendor/${name}`);
