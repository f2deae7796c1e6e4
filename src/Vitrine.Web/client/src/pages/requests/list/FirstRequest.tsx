import { useState } from 'preact/hooks';
import { getJson } from '../../../api/http';
import { usePoll } from '../../../api/poll';
import { useRoles } from '../../../api/roles';
import { Copyable } from '../../../components/Copyable';
import { EmptyState } from 'kit/components/EmptyState';
import { href } from '../../../router';

const intervalMs = 5000;

/** Nobody has asked anything yet: what this page will show, and two ways to make it. */
export function FirstRequest() {
  const { roles } = useRoles();
  const entry = roles?.find((role) => role.name === 'gateway') ?? roles?.find((role) => role.name === 'model');
  const [model, setModel] = useState('');
  usePoll(
    async (signal) => {
      const { data } = await getJson<{ data: { id: string }[] }>(`/roles/${entry!.name}/v1/models`, signal);
      setModel(data[0]?.id ?? '');
    },
    entry === undefined ? null : intervalMs,
  );
  return (
    <EmptyState title="No request yet">
      <p>Every request that a role answers appears here while it runs, with everything it touched.</p>
      <p>
        <a class="button primary" href={href('chat')}>
          Ask the model something
        </a>
      </p>
      {entry && model !== '' && (
        <>
          <p>Or from a terminal:</p>
          <Copyable text={commandFor(entry.api, model)} what="the command" />
        </>
      )}
    </EmptyState>
  );
}

function commandFor(api: string, model: string): string {
  const body = JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'What does p99 latency tell me?' }] });
  return `curl -N ${api.replace(/\/$/, '')}/v1/chat/completions -H 'Content-Type: application/json' -d '${body}'`;
}
