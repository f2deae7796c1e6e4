import type { RoleStatus } from './roleStatus';

/** Whether a role takes requests, by colour and word. */
export function Readiness({ status: { ready, problem } }: { status: RoleStatus }) {
  if (problem !== null) return <span class="outcome bad">unreachable</span>;
  if (ready === null) return <span class="outcome running">asking</span>;
  return ready.isReady ? <span class="outcome ok">ready</span> : <span class="outcome warning" title={ready.reason}>not ready</span>;
}
