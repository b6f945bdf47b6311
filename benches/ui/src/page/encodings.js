// The same answer as text that the web view parses, and as bytes that the page decodes; taken in turns.
const { command, request, rounds } = given;
const asText = () => call(command, request);
const asBytes = async () => {
  const bytes = await call(command, request, { headers: { "partwright-answer": "bytes" } });
  return JSON.parse(new TextDecoder().decode(bytes));
};
const timed = async (ask) => {
  const begun = performance.now();
  const { rows } = await ask();
  return [performance.now() - begun, rows.length];
};
const text = [], bytes = [];
let rows = (await timed(asText))[1];
if ((await timed(asBytes))[1] !== rows) throw new Error("the encodings do not answer the same");
for (let round = 0; round < rounds; round += 1) {
  const order = round % 2 === 0 ? [[text, asText], [bytes, asBytes]] : [[bytes, asBytes], [text, asText]];
  for (const [times, ask] of order) times.push((await timed(ask))[0]);
}
return { text, bytes, rows, length: JSON.stringify(await asText()).length };
