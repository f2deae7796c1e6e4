import { EmptyState } from 'kit/components/EmptyState';
import { href } from '../../../router';
import { idIn, type Listing } from './listing';

/** In the place of an empty list: why the filter finds nothing, and the way out. Roles remember more than the list holds, so an id is worth asking for. */
export function NoMatch({ listing, onChange }: { listing: Listing; onChange: (to: Partial<Listing>) => void }) {
  const id = idIn(listing.search);
  return (
    <EmptyState title={listing.group === 'running' ? 'Nothing is running right now' : 'No request matches'}>
      <p>{listing.search === '' ? 'Requests appear here as they come.' : `The filter is “${listing.search}”.`}</p>
      <p class="ways">
        {id !== null && (
          <a class="button primary" href={href('requests', [id])}>
            Ask every role for this id
          </a>
        )}
        <button type="button" class="button" onClick={() => onChange({ search: '', group: 'all' })}>
          Show all requests
        </button>
      </p>
    </EmptyState>
  );
}
