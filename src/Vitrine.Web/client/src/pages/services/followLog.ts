/** Follows a role's log: `onLines` gets what came, at most once per frame's worth of bytes. Resolves when the role ends it; aborts with `signal`. */
export async function followLog(debug: string, newest: number, onLines: (lines: string[]) => void, signal: AbortSignal): Promise<void> {
  const response = await fetch(`${debug}/logs?follow=1&n=${newest}`, { signal });
  if (!response.ok || !response.body) throw new Error(`The log does not answer: status ${response.status}.`);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
    rest = lines.pop()!;
    if (lines.length > 0) onLines(lines);
  }
}
