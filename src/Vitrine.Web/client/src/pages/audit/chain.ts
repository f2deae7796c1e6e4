import type { AuditRecord } from './record';

/** What looking at records of one page found: those whose hash is not that of what they say, and those that do not follow the record before them. */
export interface Found {
  altered: Set<number>;
  loose: Set<number>;
  checked: number;
}

/** Whether this browser computes hashes: only on https and on localhost. */
export function canHash(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

/** The hash that follows from everything else in a record. `JSON.stringify` writes the canonical JSON that the ledger hashes, as keys come in its order. */
export async function hashOf({ hash: _, ...record }: AuditRecord): Promise<string> {
  const body = new TextEncoder().encode(JSON.stringify(record));
  const bytes = new Uint8Array(32 + body.length);
  bytes.set(fromHex(record.prev_hash));
  bytes.set(body, 32);
  return toHex(await crypto.subtle.digest('SHA-256', bytes));
}

/** Computes every record's hash anew, and looks whether neighbours follow each other. Filters leave gaps, and what lies in a gap is not looked at. */
export async function checkChain(records: AuditRecord[]): Promise<Found> {
  const found: Found = { altered: new Set(), loose: new Set(), checked: records.length };
  const hashes = await Promise.all(records.map(hashOf));
  records.forEach((record, i) => {
    if (hashes[i] !== record.hash) found.altered.add(record.sequence);
    const before = records[i + 1];
    if (before?.sequence === record.sequence - 1 && before.hash !== record.prev_hash) found.loose.add(record.sequence);
  });
  return found;
}

export function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function toHex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
