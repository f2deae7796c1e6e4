import { useEffect, useState } from 'preact/hooks';
import { getJson } from '../../api/http';
import { canHash, checkChain, type Found } from './chain';
import { eventsUrl, type Filter } from './filter';
import type { AuditPage, AuditRecord } from './record';

/** The records that match, as far as they were asked for. */
export interface Trail {
  records: AuditRecord[] | null;
  next: number | null;
  /** How many records the trail had when it was read. */
  last: number;
  error: string | null;
  /** What this browser found when it computed the hashes; null while it does, and where it cannot. */
  found: Found | null;
}

const nothing: Trail = { records: null, next: null, last: 0, error: null, found: null };
const typingMs = 300;

/** Reads the trail anew whenever the filter changes or `turn` does. Nothing is asked for again by itself: each reading is a record of its own. */
export function useTrail(ledger: string, filter: Filter, turn: number): { trail: Trail; more: () => void } {
  const [trail, setTrail] = useState(nothing);
  const key = JSON.stringify(filter);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => void read(null, [], stop.signal), trail === nothing ? 0 : typingMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [ledger, key, turn]);

  const read = async (after: number | null, before: AuditRecord[], signal?: AbortSignal) => {
    try {
      const { events, next, last_sequence: last } = await getJson<AuditPage>(eventsUrl(ledger, filter, after), signal);
      const records = [...before, ...events];
      setTrail({ records, next, last, error: null, found: null });
      if (!canHash()) return;
      const found = await checkChain(records);
      if (!signal?.aborted) setTrail((now) => (now.records === records ? { ...now, found } : now));
    } catch (error) {
      if (!signal?.aborted) setTrail((now) => ({ ...now, error: (error as Error).message }));
    }
  };
  return { trail, more: () => void read(trail.next, trail.records ?? []) };
}
