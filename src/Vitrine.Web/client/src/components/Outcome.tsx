/** How an operation ended, by colour and word; undefined while it runs. */
export function Outcome({ outcome }: { outcome: string | undefined }) {
  return <span class={`outcome ${toneOf(outcome)}`}>{outcome ?? 'running'}</span>;
}

/** The tone of an outcome: the class that gives it its colour. */
export function toneOf(outcome: string | undefined): 'ok' | 'running' | 'warning' | 'bad' {
  switch (outcome) {
    case undefined:
      return 'running';
    case 'ok':
      return 'ok';
    case 'rejected':
    case 'cancelled':
      return 'warning';
    default:
      return 'bad';
  }
}
