import { useEffect, useState } from 'preact/hooks';
import { Choices } from 'kit/components/Choices';
import { EmptyState } from 'kit/components/EmptyState';
import { Notice } from 'kit/components/Notice';
import type { LiveBoard } from 'live/LiveBoard';
import 'live/live.css';
import { useRoles } from '../../api/roles';
import { Latency } from '../../latency/Latency';
import { href, navigate, type Route } from '../../router';

/** The live charts of a role: `#/live/gateway`. The first role answers for an address that names none. */
export function LivePage({ route }: { route: Route }) {
  const { roles, error } = useRoles();
  const Board = useBoard();
  const name = route.path[0];
  const role = roles?.find((candidate) => candidate.name === name) ?? (name === undefined ? roles?.[0] : undefined);
  return (
    <>
      <h1 class="unseen">Live charts{role ? ` of ${role.name}` : ''}</h1>
      {error !== null && <Notice>{error}</Notice>}
      {roles?.length === 0 && <EmptyState title="No roles"><p>Start them all with <code>vitrine up</code>.</p></EmptyState>}
      {name !== undefined && roles !== null && !role && <Notice>There is no role {name} here. <a href={href('live')}>Show another</a>.</Notice>}
      {role && Board && (
        <Board key={role.name} path={`${role.debug}/statsviz/ws`}>
          {roles!.length > 1 && (
            <Choices label="Role" choices={roles!.map((each) => ({ value: each.name, label: each.name }))} value={role.name} onChoose={(chosen) => navigate(href('live', [chosen]))} />
          )}
        </Board>
      )}
      {role && Board && (
        <section class="live-latency">
          <h2>Latency, and what comes</h2>
          <Latency key={role.name} role={role} />
        </section>
      )}
    </>
  );
}

/** The charts, fetched when somebody first wants them: the other pages do without. */
function useBoard(): typeof LiveBoard | null {
  const [board, setBoard] = useState<{ Board: typeof LiveBoard } | null>(null);
  useEffect(() => {
    void import('live/LiveBoard').then((module) => setBoard({ Board: module.LiveBoard }));
  }, []);
  return board?.Board ?? null;
}
