import type { Role } from '../../api/roles';
import { duration } from 'kit/format/duration';
import { count } from 'kit/format/number';
import { href } from '../../router';
import { Readiness } from './Readiness';
import { Reconciliation } from './Reconciliation';
import { useRoleStatus } from './roleStatus';

/** A role in a glance; all of it opens the role. */
export function RoleCard({ role }: { role: Role }) {
  const status = useRoleStatus(role);
  const { index, models, problem } = status;
  return (
    <li class="panel card">
      <a href={href('services', [role.name])}>
        <header>
          <h2>{role.name}</h2>
          <Readiness status={status} />
        </header>
        {problem !== null && <p class="problem">{problem}</p>}
        {index && (
          <dl>
            <div><dt>Pack</dt><dd>{role.pack}</dd></div>
            <div><dt>Version</dt><dd>{index.version}</dd></div>
            <div><dt>Up for</dt><dd>{duration(index.uptimeSeconds * 1000)}</dd></div>
            <div><dt>Requests</dt><dd>{count(index.ended)} ended, {count(index.running)} running</dd></div>
            {models.length > 0 && <div><dt>Models</dt><dd>{models.map((model) => model.id).join(', ')}</dd></div>}
            <div><dt>Signals agree</dt><dd><Reconciliation equations={status.equations} /></dd></div>
          </dl>
        )}
      </a>
    </li>
  );
}
