import { useState } from 'preact/hooks';
import { fetchEnded } from '../api/operations';
import { usePoll } from '../api/poll';
import type { Role } from '../api/roles';
import { Choices } from 'kit/components/Choices';
import { EmptyState } from 'kit/components/EmptyState';
import { Notice } from 'kit/components/Notice';
import { counted } from 'kit/format/unit';
import { byVolume, look, nothing } from './candles';
import { RouteLatency } from './RouteLatency';
import './latency.css';

const pollMs = 2000;
const mostRoutes = 6;

/** What a role's requests take, route by route, and what they will. */
export function Latency({ role }: { role: Role }) {
  const [latencies, setLatencies] = useState(nothing);
  const [problem, setProblem] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  usePoll(async (signal) => {
    try {
      const lists = await fetchEnded(role, latencies.seen, signal);
      setLatencies((before) => look(before, lists));
      setProblem(null);
    } catch (error) {
      if (!signal.aborted) setProblem((error as Error).message);
    }
  }, pollMs);

  const routes = byVolume(latencies).slice(0, mostRoutes);
  const route = chosen ?? routes[0];
  return (
    <>
      {problem !== null && <Notice>{problem}</Notice>}
      {route === undefined && <EmptyState title="No request has ended yet"><p>The chart begins with the first one.</p></EmptyState>}
      {routes.length > 1 && <Choices label="Route" choices={routes.map((value) => ({ value, label: value }))} value={route!} onChoose={setChosen} />}
      {route !== undefined && <RouteLatency key={route} role={role} route={route} candles={latencies.routes.get(route)!} nowMs={latencies.nowMs} />}
      {latencies.missed > 0 && <p class="dim">{counted(latencies.missed, 'request')} more ended than a busy role keeps; the chart is drawn from the others.</p>}
    </>
  );
}
