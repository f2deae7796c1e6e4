import { EmptyState } from '../../../components/EmptyState';
import type { Listing } from './listing';

/** In the place of an empty list: why the filter finds nothing, and the way out. */
export function NoMatch({ listing, onChange }: { listing: Listing; onChange: (to: Partial<Listing>) => void }) {
  return (
    <EmptyState title={listing.group === 'running' ? 'Nothing is running right now' : 'No request matches'}>
      <p>{listing.search === '' ? 'Requests appear here as they come.' : `The filter is “${listing.search}”.`}</p>
      <p>
        <button type="button" class="button" onClick={() => onChange({ search: '', group: 'all' })}>
          Show all requests
        </button>
      </p>
    </EmptyState>
  );
}
