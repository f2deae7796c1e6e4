import { fieldsOf, FormatError, numbersOf } from './fields';
import { frameOf, type Frame } from './frame';

/** A profile with its tables resolved. */
export interface Profile {
  kinds: SampleKind[];
  /** The place of the kind that is looked at first. */
  defaultKind: number;
  samples: Sample[];
  startedAt: Date | null;
  durationMs: number;
  comments: string[];
}

/** What a value counts, such as `cpu` in `nanoseconds`. */
export interface SampleKind {
  name: string;
  unit: string;
}

/** A stack, leaf first, with a value for every kind. */
export interface Sample {
  stack: Frame[];
  values: number[];
  labels: Record<string, string>;
}

/** Reads a file of pprof, compressed or not. Ends with `FormatError` when it is something else. */
export async function readProfile(file: Uint8Array<ArrayBuffer>): Promise<Profile> {
  return resolve(file[0] === 0x1f && file[1] === 0x8b ? await unpack(file) : file);
}

async function unpack(file: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  try {
    const plain = new Blob([file]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(plain).arrayBuffer());
  } catch {
    throw new FormatError('The profile is damaged, or only the beginning of one.');
  }
}

interface Tables {
  texts: string[];
  functions: Map<number, Frame>;
  locations: Map<number, Frame[]>;
}

// The fields of the messages of profile.proto, in the order of their first use below.
function resolve(message: Uint8Array): Profile {
  const fields = [...fieldsOf(message)];
  const all = (number: number) => fields.filter((field) => field.number === number);
  const number = (place: number) => all(place).at(-1)?.value ?? 0;
  const decoder = new TextDecoder();
  const tables: Tables = { texts: all(6).map((field) => decoder.decode(bytesOf(field.bytes))), functions: new Map(), locations: new Map() };
  const kinds = all(1).map((field) => kindOf(bytesOf(field.bytes), tables));
  if (kinds.length === 0) throw new FormatError('This is no profile: it does not say what it measures.');
  readFunctions(all(5).map((field) => bytesOf(field.bytes)), tables);
  for (const field of all(4)) readLocation(bytesOf(field.bytes), tables);
  const chosen = kinds.findIndex((kind) => kind.name === textAt(number(14), tables));
  return {
    kinds,
    // Where the profile does not say, pprof takes the last.
    defaultKind: chosen < 0 ? kinds.length - 1 : chosen,
    samples: all(2).map((field) => sampleOf(bytesOf(field.bytes), kinds.length, tables)),
    startedAt: number(9) > 0 ? new Date(number(9) / 1e6) : null,
    durationMs: number(10) / 1e6,
    comments: all(13).flatMap(numbersOf).map((place) => textAt(place, tables)),
  };
}

function kindOf(message: Uint8Array, tables: Tables): SampleKind {
  const kind: SampleKind = { name: '', unit: '' };
  for (const { number, value } of fieldsOf(message)) {
    if (number === 1) kind.name = textAt(value, tables);
    else if (number === 2) kind.unit = textAt(value, tables);
  }
  return kind;
}

function readFunctions(messages: Uint8Array[], tables: Tables): void {
  const known = new Map<string, Frame>();
  for (const message of messages) {
    let [id, name, systemName] = [0, '', ''];
    for (const { number, value } of fieldsOf(message)) {
      if (number === 1) id = value;
      else if (number === 2) name = textAt(value, tables);
      else if (number === 3) systemName = textAt(value, tables);
    }
    const frame = frameOf(name, systemName);
    const key = `${frame.module}!${name}`;
    if (!known.has(key)) known.set(key, frame);
    tables.functions.set(id, known.get(key)!);
  }
}

function readLocation(message: Uint8Array, tables: Tables): void {
  let [id, address] = [0, 0];
  // Inlined functions: several lines, the innermost first.
  const frames: Frame[] = [];
  for (const { number, value, bytes } of fieldsOf(message)) {
    if (number === 1) id = value;
    else if (number === 3) address = value;
    else if (number === 4) frames.push(functionOf(bytesOf(bytes), tables));
  }
  tables.locations.set(id, frames.length > 0 ? frames : [frameOf(`0x${address.toString(16)}`, '')]);
}

function functionOf(line: Uint8Array, tables: Tables): Frame {
  for (const { number, value } of fieldsOf(line)) {
    if (number === 1) return found(tables.functions.get(value));
  }
  throw new FormatError('A line names no function.');
}

function sampleOf(message: Uint8Array, kinds: number, tables: Tables): Sample {
  const sample: Sample = { stack: [], values: [], labels: Object.create(null) as Record<string, string> };
  for (const field of fieldsOf(message)) {
    if (field.number === 1) for (const location of numbersOf(field)) sample.stack.push(...found(tables.locations.get(location)));
    else if (field.number === 2) sample.values.push(...numbersOf(field));
    else if (field.number === 3) readLabel(bytesOf(field.bytes), sample, tables);
  }
  if (sample.values.length !== kinds) throw new FormatError('A sample has not the values that the profile names.');
  return sample;
}

function readLabel(message: Uint8Array, sample: Sample, tables: Tables): void {
  let [key, text, count] = ['', '', 0];
  for (const { number, value } of fieldsOf(message)) {
    if (number === 1) key = textAt(value, tables);
    else if (number === 2) text = textAt(value, tables);
    else if (number === 3) count = value;
  }
  sample.labels[key] = text === '' ? String(count) : text;
}

function textAt(place: number, { texts }: Tables): string {
  return found(texts[place]);
}

function bytesOf(bytes: Uint8Array | null): Uint8Array {
  if (bytes === null) throw new FormatError('A number stands where a message should.');
  return bytes;
}

function found<T>(entry: T | undefined): T {
  if (entry === undefined) throw new FormatError('Something is named that the profile does not have.');
  return entry;
}
