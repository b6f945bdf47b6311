// What the user reads about revisions.
import { count } from "../format";
import { some } from "./some";

/** As the history names a revision. */
const of = (number: string, label: string): string => `${number} revision ${label}`;

export const revision = {
  label: "Revision",
  acts: {
    submit: "Submit for review",
    withdraw: "Withdraw",
    approve: "Approve",
    reject: "Reject",
    override: "Override",
    release: "Release",
    revise: "New revision",
    obsolete: "Make obsolete",
    advance: "Advance",
  },
  actTo: (act: string, state: string) => `${act}: to ${state}`,
  follows: (workflow: string, version: number) => `Follows ${workflow}, version ${String(version)}`,
  done: {
    submit: (number: string, label: string) => `Submitted for review: ${of(number, label)}.`,
    withdraw: (number: string, label: string) => `${of(number, label)} is a Draft again.`,
    approve: (number: string, label: string) => `Approved: ${of(number, label)}.`,
    reject: (number: string, label: string) => `Rejected: ${of(number, label)}. It is a Draft again.`,
    override: (number: string, label: string) => `Overridden: ${of(number, label)}. It can be released now.`,
    release: (number: string, label: string) => `Released: ${of(number, label)}. It stays as it is for ever.`,
    revise: (number: string, label: string) => `Made ${of(number, label)} with a copy of the BOM, the properties and the files.`,
    obsolete: (number: string, label: string) => `Made obsolete: ${of(number, label)}.`,
    advance: (number: string, label: string) => `${of(number, label)} is in another state now.`,
  },
  ask: {
    submit: "While it is in review its BOM, properties and files stay as they are.",
    approve: "You say that it can be released as it is.",
    reject: "It goes back to Draft, and earlier approvals count no more.",
    override: "It can be released without the approvals it needs. The history says that it was you, and why.",
    release: "Its BOM, properties and files are frozen for ever, and their hash is written down.",
    obsolete: "It stays as it is and is not to be used for anything new. There is no way back.",
    advance: "It goes to another state of the same phase. In review, others approve it there anew.",
  },
  comment: { submit: "Note", approve: "Comment", reject: "Reason", override: "Reason" },
  optional: "optional",
  unreleased: (n: number) =>
    n === 1 ? "1 part it is made of has no released revision:" : `${count(n)} parts it is made of have no released revision:`,
  andMore: (n: number) => `and ${count(n)} more`,
  exception: "Why it is released all the same",
  draft: "Being worked on.",
  rejected: (person: string, comment: string) => `Rejected by ${person}: ${comment}`,
  waits: (approved: number, needed: number) => `${count(approved)} of ${some(needed, "approval")}`,
  asked: (person: string, day: string) => `asked by ${person}, ${day}`,
  verdicts: { Approved: "approved", Rejected: "rejected", Overridden: "overrode" },
  released: (person: string, day: string) => `Released by ${person}, ${day}.`,
  exceptionWas: (reason: string) => `With an exception: ${reason}`,
  obsolete: "Not to be used for anything new.",
  hash: (form: number, hash: string) => `Hash of the content, form ${form}: ${hash}`,
  verify: "Verify",
  agrees: (releases: number) =>
    releases === 1 ? "The content is what was released." : `The content is what was released, at all levels (${count(releases)} releases).`,
  differs: (which: string) => `Not what was released: ${which}.`,
};

export const asOf = {
  ask: "Released on a day",
  short: "Released on",
  none: (day: string) => `No revision was released on ${day}.`,
  found: (label: string, day: string) => `Revision ${label} was the released one on ${day}.`,
};
