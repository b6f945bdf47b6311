// The number in the first row of the list of parts.
await until("rows", () => one("part-row"));
return one("part-row").dataset.number;
