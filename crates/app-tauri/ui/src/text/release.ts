// What the user reads about releasing several revisions at once.
import { count } from "../format";
import { some } from "./some";

export const release = {
  together: "What is in review below it",
  ready: (n: number) =>
    n === 1
      ? "This part below is approved too; it can be released together with this one:"
      : `These ${count(n)} parts below are approved too; they can be released together with this one:`,
  notReady: (n: number) =>
    n === 1
      ? "This part below is in review; together they can be released once nothing is lacking:"
      : `These ${count(n)} parts below are in review; together they can be released once nothing is lacking:`,
  all: (n: number) => `Release all ${count(n)}`,
  alone: "Release this one alone",
  exceptionAlone: "needed only to release this one alone",
  done: (number: string, label: string, n: number) =>
    `Released: ${number} revision ${label} and ${some(n - 1, "part")} below it. They stay as they are for ever.`,
};
