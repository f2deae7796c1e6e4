/** A duration in about three figures: `0.032 ms`, `4.21 ms`, `812 ms`, `1.52 s`, `2 min 05 s`. */
export function duration(ms: number): string {
  if (ms < 1) return `${trim(ms, 3)} ms`;
  if (ms < 10) return `${trim(ms, 2)} ms`;
  if (ms < 100) return `${trim(ms, 1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_995) return `${trim(ms / 1000, 2)} s`;
  if (ms < 59_950) return `${trim(ms / 1000, 1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${pad(Math.floor((seconds % 3600) / 60))} min`;
}

/** A duration to the microsecond, as it was measured: `1 234.567 ms`. */
export function exactMs(ms: number): string {
  const [whole = '0', part = '000'] = ms.toFixed(3).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, '\u202f')}.${part} ms`;
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
