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
  progress: (approved: number, needed: number) => `${count(approved)} of ${count(needed)}`,
  asker: "Asked by",
  asked: "When",
  note: "Note",
  approvals: "Approvals",
  rounds: {
    none: "No reviews yet",
    noneDetail: "When a revision of this part is submitted for review, each round stands here, with what everybody said.",
    mayTitle: (label: string) => `What you can do with revision ${label}`,
    mayNow: "You can do this now.",
    mayWhere: "The buttons stand above the tabs.",
    show: (label: string) => `Show revision ${label}`,
    round: (n: number) => `Round ${count(n)}`,
    standing: { open: "In review", passed: "Passed", rejected: "Rejected", withdrawn: "Taken back" },
    approvals: (approved: number, needed: number) => `${count(approved)} of ${some(needed, "approval")}`,
    asked: (asker: string, when: string) => `Asked by ${asker}, ${when}`,
    released: (person: string, when: string) => `Released by ${person}, ${when}`,
    noVerdict: "Nobody has given a verdict.",
  },
};
