import type { Role } from '../../api/roles';
import { EmptyState } from 'kit/components/EmptyState';
import { bytes, count } from 'kit/format/number';
import type { RoleStatus } from './roleStatus';

/** The models that a role holds in memory. */
export function ModelsTable({ status: { models } }: { role: Role; status: RoleStatus }) {
  if (models.length === 0) return <EmptyState title="No model is loaded"><p>The first request for a model loads it.</p></EmptyState>;
  return (
    <div class="panel scroll">
      <table>
        <thead>
          <tr><th>Model</th><th>State</th><th>Size</th><th>Context</th><th>Threads</th><th>Batch</th><th>Per token</th><th>Slots in use</th><th>Waiting</th></tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <tr key={model.id}>
              <td>{model.id}</td>
              <td>{model.status}</td>
              <td>{known(model.size, bytes)}</td>
              <td>{known(model.context_size, (tokens) => `${count(tokens)} tokens`)}</td>
              <td>{known(model.threads, count)}</td>
              <td>{known(model.batch_size, count)}</td>
              <td>{known(model.bytes_per_token, bytes)}</td>
              <td>{known(model.active_streams, count)} of {known(model.slots, count)}</td>
              <td>{known(model.queue_depth, count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function known(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? '–' : format(value);
}
