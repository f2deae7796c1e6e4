import { startMs, type Operation, type OperationLists } from '../../../api/operations';
import { idOf, requestOf, type Request } from './request';

/** As many as a role's ring holds. */
const mostRequests = 1000;

interface Entry {
  /** By role and beginning, so that a root which ends takes the place of itself running. */
  roots: Map<string, { role: string; root: Operation }>;
  startedAtMs: number;
  /** Made when somebody looks, from what is known by then. */
  request: Request | null;
}

/** The requests of all roles by id. Lists come in piece by piece; the oldest requests are forgotten, so an open page stays as large as it is. */
export class RequestStore {
  readonly #entries = new Map<string, Entry>();
  readonly #ended = new Map<string, number>();

  /** The sequence after which a role's roots are news. */
  seenOf(role: string): number {
    return this.#ended.get(role) ?? 0;
  }

  /** Takes in what a role answered. */
  accept(role: string, lists: OperationLists): void {
    // A role that has counted less than before was started anew: what ended there since is asked for the next time.
    this.#ended.set(role, lists.ended < this.seenOf(role) ? 0 : lists.ended);
    this.#dropRunning(role);
    for (const root of [...lists.newest, ...lists.slowest, ...lists.failed, ...lists.running]) this.#put(role, root);
    this.#forgetOldest();
  }

  /** The requests, in no order. */
  all(): Request[] {
    return [...this.#entries].map(([id, entry]) => (entry.request ??= requestOf(id, [...entry.roots.values()])));
  }

  #put(role: string, root: Operation): void {
    const id = idOf(root);
    if (id === null) return;
    let entry = this.#entries.get(id);
    if (!entry) {
      entry = { roots: new Map(), startedAtMs: startMs(root), request: null };
      this.#entries.set(id, entry);
    }
    entry.roots.set(`${role} ${root.startedAt}`, { role, root });
    entry.startedAtMs = Math.min(entry.startedAtMs, startMs(root));
    entry.request = null;
  }

  /** What ran when we last asked either still runs, and is in the new answer, or has ended. */
  #dropRunning(role: string): void {
    for (const [id, entry] of this.#entries) {
      for (const [key, kept] of entry.roots) {
        if (kept.role !== role || kept.root.outcome !== undefined) continue;
        entry.roots.delete(key);
        entry.request = null;
      }
      if (entry.roots.size === 0) this.#entries.delete(id);
    }
  }

  #forgetOldest(): void {
    if (this.#entries.size <= mostRequests) return;
    const byAge = [...this.#entries].sort(([, left], [, right]) => right.startedAtMs - left.startedAtMs);
    for (const [id] of byAge.slice(mostRequests)) this.#entries.delete(id);
  }
}
