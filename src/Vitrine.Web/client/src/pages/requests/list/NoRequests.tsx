import { useState } from 'preact/hooks';
import { getJson } from '../../../api/http';
import { usePoll } from '../../../api/poll';
import { useRoles } from '../../../api/roles';
import { Copyable } from '../../../components/Copyable';
import { EmptyState } from '../../../components/EmptyState';
import { pages } from '../../../pages';
import { href } from '../../../router';
import type { Listing } from './listing';

/** In the place of an empty list: what would bring a request here, or why the filter finds none. */
export function NoRequests({ listing, any, onChange }: { listing: Listing; any: boolean; onChange: (to: Partial<Listing>) => void }) {
  if (!any) return <FirstRequest />;
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

function FirstRequest() {
  const { roles } = useRoles();
  const gateway = roles?.find((role) => role.name === 'gateway') ?? roles?.find((role) => role.name === 'model');
  const [model, setModel] = useState('');
  usePoll(async (signal) => {
    if (!gateway) return;
    const { data } = await getJson<{ data: { id: string }[] }>(`/roles/${gateway.name}/v1/models`, signal);
    setModel(data[0]?.id ?? '');
  }, 5000);
  const line = `curl -N ${gateway?.api.replace(/\/$/, '')}/v1/chat/completions -H 'Content-Type: application/json' -d '{"model":"${model}","stream":true,"messages":[{"role":"user","content":"What does p99 latency tell me?"}]}'`;
  return (
    <EmptyState title="No request yet">
      <p>Every request that a role answers appears here while it runs, with everything it touched.</p>
      {pages.some((page) => page.name === 'chat') && (
        <p>
          <a class="button primary" href={href('chat')}>
            Ask the model something
          </a>
        </p>
      )}
      {gateway && model !== '' && (
        <>
          <p>Or from a terminal:</p>
          <Copyable text={line} what="the command" />
        </>
      )}
    </EmptyState>
  );
}
