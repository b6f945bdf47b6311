// The first rows of the list of parts.
await until("rows", () => one("part-row"));
return document.querySelectorAll('[data-testid="part-row"]').length;
