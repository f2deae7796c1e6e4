import { useState } from 'preact/hooks';

const tones: Record<string, string> = { warn: 'warning', warning: 'warning', error: 'bad', err: 'bad', fatal: 'bad', critical: 'bad' };

/** A line of a log: in one row by its time, level and text, unfolded with every field. A line that is no JSON stands as it is. */
export function LogLine({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  const fields = fieldsOf(text);
  if (!fields) return <pre class="line">{text}</pre>;
  const { time, level, message, rest } = fields;
  return (
    <>
      <button type="button" class={`line ${tones[level.toLowerCase()] ?? ''}`} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class="time">{/T([\d:.]+)/.exec(time)?.[1] ?? time}</span>
        <span class="level">{level}</span>
        <span class="text">
          {message} <span class="dim">{rest.map(([name, value]) => `${name}=${value}`).join('  ')}</span>
        </span>
      </button>
      {open && <pre class="whole">{JSON.stringify(JSON.parse(text), null, 2)}</pre>}
    </>
  );
}

interface Fields {
  time: string;
  level: string;
  message: string;
  rest: [string, string][];
}

// The five documents name the envelope in their own ways.
const names = { time: ['time', 'timestamp', 'ts'], level: ['level', 'severity', 'lvl'], message: ['message', 'msg', 'event'] };

function fieldsOf(text: string): Fields | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return null;
    const all = new Map(Object.entries(parsed).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]));
    const take = (candidates: string[]) => {
      const name = candidates.find((candidate) => all.has(candidate));
      const value = name === undefined ? '' : all.get(name)!;
      if (name !== undefined) all.delete(name);
      return value;
    };
    return { time: take(names.time), level: take(names.level), message: take(names.message), rest: [...all] };
  } catch {
    return null;
  }
}
