// What the user reads about people.

export const person = {
  rename: "Your name, as the history shows it",
  /** Says what is seen first, so that whoever speaks to the window can say what they see. */
  actOf: (name: string, role: string) => `${name} ${role}: choose who acts`,
  names: "Change a name…",
  actAs: (name: string) => `Act as ${name}`,
  acts: "acts now",
  acting: (name: string) => `${name} acts now.`,
  title: "People",
  label: "Everybody in this workspace",
  lead: "Whoever sits at this machine can act as anybody here: roles guard against mistakes and keep the history honest, but no password stands behind them.",
  name: "Name",
  role: "Role",
  roleOf: (name: string) => `Role of ${name}`,
  nameOf: (name: string) => `Name of ${name}`,
  roles: {
    Viewer: "Reads everything, changes nothing",
    Designer: "Makes parts, BOMs and revisions, and approves those of others",
    Admin: "Designs, looks after people and settings, and may override",
  },
  add: "Add person",
  added: (name: string) => `Added ${name}.`,
  adminsOnly: "An Admin adds people and changes roles.",
  whoActs: "Who sits here?",
  whoActsLead: "Several people work in this workspace. What you do stands in its history under your name.",
  whoActsLater: "It can be changed at the foot of the sidebar. There is no password: this keeps the history honest, and nobody out.",
  goOnAs: (name: string) => `Go on as ${name}`,
};
