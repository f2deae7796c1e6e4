/** What of the trail is shown. Every field is a parameter of the ledger's API and of the page's address; empty means any. */
export interface Filter {
  actor: string;
  action: string;
  tenant: string;
  service: string;
  correlation: string;
  start: string;
  end: string;
}

const names = ['actor', 'action', 'tenant', 'service', 'correlation', 'start', 'end'] as const;
const pageSize = 100;

export function readFilter(query: URLSearchParams): Filter {
  return Object.fromEntries(names.map((name) => [name, query.get(name) ?? ''])) as unknown as Filter;
}

export function isEmpty(filter: Filter): boolean {
  return names.every((name) => filter[name] === '');
}

/** Where the records that match are, newest first, after a sequence. */
export function eventsUrl(ledger: string, filter: Filter, after: number | null): string {
  return `/roles/${ledger}/v1/audit/events${search({ ...filter, after: after === null ? '' : String(after), limit: String(pageSize) })}`;
}

/** Where the whole range is to be had as a file: filters other than time would leave gaps, and only a trail without gaps can be verified. */
export function exportUrl(ledger: string, filter: Filter, format: string): string {
  return `/roles/${ledger}/v1/audit/export${search({ start: filter.start, end: filter.end, format })}`;
}

function search(values: Record<string, string>): string {
  return `?${new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString()}`;
}
