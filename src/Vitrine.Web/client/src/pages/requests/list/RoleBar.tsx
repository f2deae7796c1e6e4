import { roleTone } from '../../../components/RoleTag';
import { duration } from 'kit/format/duration';
import type { Request } from './request';

const narrowestPercent = 2;

/** How long a request took, beside `scaleMs` as the whole width, and how much of it each role took itself. */
export function RoleBar({ request, scaleMs }: { request: Request; scaleMs: number }) {
  const told = request.shares.map((share) => `${share.role} ${duration(share.ownMs)}`).join(', ');
  const widthPercent = scaleMs > 0 ? Math.min(100, Math.max(narrowestPercent, (request.durationMs / scaleMs) * 100)) : 0;
  return (
    <span class="role-bar" role="img" aria-label={told} title={told}>
      <span style={{ width: `${widthPercent}%` }}>
        {request.shares.map((share) => (
          <i key={share.role} class={roleTone(share.role)} style={{ flexGrow: share.ownMs }} />
        ))}
      </span>
    </span>
  );
}
