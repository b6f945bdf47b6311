// What the user reads about settings.

export const setting = {
  title: "Settings",
  pages: "Pages of the settings",
  general: "General",
  releases: "Releases",
  workflow: "Workflow of new revisions",
  workflowDetail: "Who takes them from one state to the next, and how many approvals a release needs.",
  workflows: "Look at the workflows",
  labels: "Labels of new revisions",
  labelsDetail: "Revisions that are there keep theirs.",
  schemes: {
    numeric: "1, 2, 3 … 10, 11",
    letters: "A, B, C … Z, AA",
    clear_letters: "A, B, C … Y, AA, without I O Q S X Z",
  },
  numbering: "Part numbers",
  next: "The next part",
  nextDetail: "One sequence for the whole workspace. A number is given once, and never to another part.",
  codes: "What stands before it",
  codesDetail: "The codes of the category and the subcategory, as in EL-RES-100042.",
  categories: "Look at the categories",
  saved: "Saved.",
  adminsOnly: "An Admin changes settings.",
};
