// What the user reads about reviews.
import { count } from "../format";
import { some } from "./some";

export const approval = {
  title: "Reviews",
  forMe: "Waiting for me",
  mine: "Asked by me",
  others: "Waiting for others",
  noneForMe: "Nothing waits for you.",
  noneMine: "You have asked for nothing that still waits.",
  empty: "Nothing is in review",
  emptyDetail: "A Draft is submitted for review on the page of its part. Whoever did not make it can approve it then.",
  since: (label: string) => `What is different from revision ${label}, the last that was released:`,
  first: "Nothing of this part was released before: all of it is new.",
  bomChanges: "Lines of the BOM that differ",
  newBom: (n: number) => `The BOM has ${some(n, "line")}.`,
  showBom: "Look at it",
  noBom: "It has no BOM.",
  sameBom: "The BOM is the same.",
  sameProperties: "The properties are the same.",
  sameFiles: "The files are the same.",
  progress: (approved: number, needed: number) => `${count(approved)} of ${count(needed)}`,
  asker: "Asked by",
  asked: "When",
  note: "Note",
  approvals: "Approvals",
};
