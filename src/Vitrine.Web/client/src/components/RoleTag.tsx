const known = new Set(['page', 'web', 'gateway', 'model', 'forecast', 'ledger']);

/** The class that gives a role its colour. */
export function roleTone(role: string): string {
  return known.has(role) ? `role-${role}` : 'role-other';
}

/** A role's name in its colour. */
export function RoleTag({ role }: { role: string }) {
  return <span class={`role-tag ${roleTone(role)}`}>{role}</span>;
}
