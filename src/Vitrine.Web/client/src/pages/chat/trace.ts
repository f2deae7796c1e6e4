/** A trace that begins in this page. `header` is its `traceparent` (W3C Trace Context, sampled). */
export interface Trace {
  id: string;
  header: string;
}

/** Begins a trace: the page's own span is its root, and every role below joins it. */
export function beginTrace(): Trace {
  const id = hex(16);
  return { id, header: `00-${id}-${hex(8)}-01` };
}

function hex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
