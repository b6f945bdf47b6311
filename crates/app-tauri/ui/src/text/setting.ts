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
  demands: "Demanded properties",
  demandsDetail: "A part of the category is submitted and released only with these properties.",
  demandsOf: (category: string) => `Properties demanded of ${category}`,
  demandsHint: "Value, Footprint",
  saved: "Saved.",
  adminsOnly: "An Admin changes settings.",
};
