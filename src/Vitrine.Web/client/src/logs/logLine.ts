import { clock } from 'kit/format/time';

/** A log line taken apart, as far as it is JSON; otherwise everything is `message`. */
export interface LogLine {
  /** Of the day, in the reader's zone, as every time on the page; as it was written where it is no date. */
  time: string;
  level: string;
  message: string;
  /** What else it says, in its order, without the ids of its trace. */
  fields: [name: string, value: string][];
  /** The request that it speaks of, where it names one. */
  traceId?: string;
}

const times = ['time', 'timestamp', 'ts'];
const levels = ['level', 'severity'];
const messages = ['msg', 'message'];
const ids = ['trace_id', 'span_id', 'sampled'];

export function readLogLine(line: string): LogLine {
  const parsed = parse(line);
  if (parsed === null) return { time: '', level: '', message: line, fields: [] };
  const take = (names: string[]) => {
    const name = names.find((candidate) => typeof parsed[candidate] === 'string');
    if (name === undefined) return '';
    const value = parsed[name] as string;
    delete parsed[name];
    return value;
  };
  const [time, level, message] = [take(times), take(levels), take(messages)];
  const traceId = parsed['trace_id'];
  for (const id of ids) delete parsed[id];
  const fields = Object.entries(parsed).map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
  const at = new Date(time);
  return { time: Number.isNaN(at.getTime()) ? time : clock(at), level: level.toLowerCase(), message, fields, ...(typeof traceId === 'string' && { traceId }) };
}

function parse(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return null;
  }
}
