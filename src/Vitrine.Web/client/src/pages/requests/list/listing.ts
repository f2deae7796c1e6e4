import { href } from '../../../router';
import type { Request } from './request';

/** What of the requests is shown, and in which order. Lives in the address, so that a view can be sent to somebody. */
export interface Listing {
  search: string;
  /** Whether only inferences are shown, or everything that the roles were asked. */
  what: What;
  group: Group;
  sort: SortKey;
}

export type What = 'inferences' | 'everything';
export type Group = 'all' | 'running' | 'ok' | 'failed' | 'cancelled';
export type SortKey = 'newest' | 'slowest' | 'first-token' | 'tokens' | 'rate' | 'cost';

const groups: Group[] = ['all', 'running', 'ok', 'failed', 'cancelled'];

/** The largest first; requests that lack the figure come last. */
const figures: Record<SortKey, (request: Request) => number | undefined> = {
  newest: (request) => request.startedAtMs,
  slowest: (request) => request.durationMs,
  'first-token': (request) => request.firstTokenMs,
  tokens: (request) => request.outputTokens,
  rate: (request) => request.tokensPerSecond,
  cost: (request) => request.cost,
};

export function readListing(query: URLSearchParams): Listing {
  const group = groups.find((known) => known === query.get('show')) ?? 'all';
  const sort = query.get('sort') ?? '';
  const what = query.get('what') === 'everything' ? 'everything' : 'inferences';
  return { search: query.get('q') ?? '', what, group, sort: Object.hasOwn(figures, sort) ? (sort as SortKey) : 'newest' };
}

/** The query of an address; what is usual is left out. */
export function writeListing({ search, what, group, sort }: Listing): Record<string, string> {
  return { q: search, what: what === 'inferences' ? '' : what, show: group === 'all' ? '' : group, sort: sort === 'newest' ? '' : sort };
}

/** The address of a request unfolded, with the listing that its way back leads to. */
export function storyOf(request: Request, listing: Listing): string {
  return href('requests', [request.id], writeListing(listing));
}

/** The trace id (32 hex digits) or request id (a UUID) that a search consists of, or null. */
export function idIn(search: string): string | null {
  const text = search.trim().toLowerCase();
  return /^[0-9a-f]{32}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : null;
}

/** The group of an outcome. Refused, timed out, failed and abandoned have all gone wrong for whoever asked. */
export function groupOf(request: Request): Group {
  switch (request.outcome) {
    case undefined:
      return 'running';
    case 'ok':
    case 'cancelled':
      return request.outcome;
    default:
      return 'failed';
  }
}

/** How many requests each group has, of those that match the search. */
export function countGroups(requests: Request[]): Record<Group, number> {
  const counts: Record<Group, number> = { all: requests.length, running: 0, ok: 0, failed: 0, cancelled: 0 };
  for (const request of requests) counts[groupOf(request)]++;
  return counts;
}

/** Inferences, and whatever failed; or everything, this console's own questions to the roles too. */
export function select(requests: Request[], what: What): Request[] {
  return what === 'everything' ? requests : requests.filter((request) => request.isInference || groupOf(request) === 'failed');
}

/** The requests that hold every word of the search somewhere in what their row says. */
export function matching(requests: Request[], search: string): Request[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return requests;
  return requests.filter((request) => {
    const text = textOf(request);
    return words.every((word) => text.includes(word));
  });
}

export function ordered(requests: Request[], { group, sort }: Listing): Request[] {
  const figure = figures[sort];
  const shown = group === 'all' ? [...requests] : requests.filter((request) => groupOf(request) === group);
  return shown.sort((left, right) => (figure(right) ?? -1) - (figure(left) ?? -1) || right.startedAtMs - left.startedAtMs);
}

function textOf(request: Request): string {
  const roles = request.shares.map((share) => share.role);
  const parts = [request.id, request.title, request.model, request.outcome ?? 'running', request.status, request.error, ...roles];
  return parts.join(' ').toLowerCase();
}
