import { useEffect, useRef, useState } from 'preact/hooks';
import { RoleTag } from '../../../components/RoleTag';
import { isTyping } from 'kit/typing';
import type { Listing, SortKey } from './listing';
import type { Request } from './request';
import { RequestRow } from './RequestRow';

const pageSize = 100;

const columns: { title: string; sort?: SortKey; look?: string }[] = [
  { title: 'Time', sort: 'newest' },
  { title: 'Request' },
  { title: 'Model' },
  { title: 'Outcome' },
  { title: 'Duration', sort: 'slowest', look: 'number' },
  { title: 'First token', sort: 'first-token', look: 'number first' },
  { title: 'Tokens', sort: 'tokens', look: 'number' },
  { title: 'Tokens/s', sort: 'rate', look: 'number rate' },
  { title: 'Cost', sort: 'cost', look: 'number cost' },
];

/** The requests as rows. Arrow keys, or j and k, go from row to row; Enter opens one. */
export function RequestTable({ requests, listing, onChange }: { requests: Request[]; listing: Listing; onChange: (to: Partial<Listing>) => void }) {
  const [most, setMost] = useState(pageSize);
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      moveFocus(table.current!, step);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);

  const priced = requests.some((request) => request.cost !== undefined);
  const shown = requests.slice(0, most);
  const scaleMs = usualMost(shown.map((request) => request.durationMs));
  return (
    <div class="panel">
      <table class="request-table" ref={table}>
        <thead>
          <tr>
            {columns.map(({ title, sort, look }) => (
              <th key={title} scope="col" class={look} hidden={title === 'Cost' && !priced} aria-sort={sort === listing.sort ? 'descending' : undefined}>
                {sort ? (
                  <button type="button" onClick={() => onChange({ sort })}>
                    {title}
                  </button>
                ) : (
                  title
                )}
              </th>
            ))}
            <th scope="col" class="legend">
              <span class="unseen">Where: </span>
              {rolesOf(shown).map((role) => (
                <RoleTag key={role} role={role} />
              ))}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((request) => (
            <RequestRow key={request.id} request={request} listing={listing} priced={priced} scaleMs={scaleMs} />
          ))}
        </tbody>
      </table>
      {requests.length > most && (
        <button type="button" class="quiet more" onClick={() => setMost(most + pageSize)}>
          Show more of the {requests.length - most} others
        </button>
      )}
    </div>
  );
}

/** The roles that took part, those that are called first in front: the legend of the bars below. */
function rolesOf(requests: Request[]): string[] {
  const longestFirst = requests.map((request) => request.shares).sort((left, right) => right.length - left.length);
  return [...new Set(longestFirst.flat().map((share) => share.role))];
}

/** What nineteen of twenty stay below: one slow request does not make dust of all others. */
function usualMost(values: number[]): number {
  const sorted = values.sort((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) * 0.95)] ?? 0;
}

function moveFocus(table: HTMLTableElement, step: number): void {
  const links = [...table.querySelectorAll<HTMLAnchorElement>('tbody a')];
  const now = links.indexOf(document.activeElement as HTMLAnchorElement);
  const next = links[Math.min(links.length - 1, Math.max(0, now + step))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
