// What the user reads about reviews.
import { count } from "../format";

export const approval = {
  title: "Reviews",
  forMe: "Waiting for me",
  mine: "Asked by me",
  others: "Waiting for others",
  noneForMe: "Nothing waits for you.",
  noneMine: "You have asked for nothing that still waits.",
  empty: "Nothing is in review",
  emptyDetail: "A Draft is submitted for review on the page of its part. Whoever did not make it can approve it then.",
  progress: (approved: number, needed: number) => `${count(approved)} of ${count(needed)}`,
  asker: "Asked by",
  asked: "When",
  note: "Note",
  approvals: "Approvals",
};
