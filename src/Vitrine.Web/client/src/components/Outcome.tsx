const tones: Record<string, string> = { ok: 'ok', running: 'running', rejected: 'warning', cancelled: 'warning' };

/** How an operation ended, by colour and word; undefined while it runs. */
export function Outcome({ outcome }: { outcome: string | undefined }) {
  const word = outcome ?? 'running';
  return <span class={`outcome ${toneOf(outcome)}`}>{word}</span>;
}

/** The tone of an outcome: the class that gives it its colour. */
export function toneOf(outcome: string | undefined): string {
  return tones[outcome ?? 'running'] ?? 'bad';
}
