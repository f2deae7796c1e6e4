import { useState } from 'preact/hooks';
import { readLogLine } from '../../logs/logLine';
import { href } from '../../router';

const tones: Record<string, string> = { warn: 'warning', warning: 'warning', error: 'bad', fatal: 'bad', critical: 'bad' };

/** A line of a log in one row; unfolded with every field, and the way to its request. A line that is no JSON stands as it is. */
export function LogLine({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  const { time, level, message, fields, traceId } = readLogLine(text);
  if (time === '') return <pre class="line">{text}</pre>;
  return (
    <>
      <button type="button" class={`line ${tones[level] ?? ''}`} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class="time">{time}</span>
        <span class="level">{level}</span>
        <span class="text">
          {message} <span class="dim">{fields.map(([name, value]) => `${name}=${value}`).join('  ')}</span>
        </span>
      </button>
      {open && (
        <div class="whole">
          <dl>{fields.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
          {traceId !== undefined && <a href={href('requests', [traceId])}>The request it speaks of</a>}
        </div>
      )}
    </>
  );
}
