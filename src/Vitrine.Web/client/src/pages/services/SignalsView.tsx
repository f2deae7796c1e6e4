import { useState } from 'preact/hooks';
import { getJson } from '../../api/http';
import { usePoll } from '../../api/poll';
import type { Role } from '../../api/roles';
import { plain } from 'kit/format/number';
import type { RoleStatus } from './roleStatus';

/** What a pack makes of a role (`/debug/pack`). */
interface PackReport {
  pack: string;
  driven: string[];
  missing: string[];
  undriven: Record<string, string>;
  unused: string[];
  errors: string[];
}

const intervalMs = 30_000;

/** Whether the signals can be trusted: equations between logs and counters, and what each pack finds driven, missing and unused. */
export function SignalsView({ role, status }: { role: Role; status: RoleStatus }) {
  const [packs, setPacks] = useState<PackReport[]>([]);
  usePoll(async (signal) => setPacks(await getJson<PackReport[]>(`${role.debug}/pack`, signal)), intervalMs);
  return (
    <div class="signals">
      {status.equations.length > 0 && (
        <section class="panel">
          <h2>Two ways to count the same</h2>
          <ul>
            {status.equations.map(({ name, left, right, holds }) => (
              <li key={name}>
                <span class={`outcome ${holds ? 'ok' : 'bad'}`}>{holds ? 'holds' : 'differs'}</span>
                <span>{name}</span>
                <span class="number">{plain(left)}{holds ? '' : ` against ${plain(right)}`}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {packs.map((pack) => <PackPanel key={pack.pack} pack={pack} />)}
    </div>
  );
}

function PackPanel({ pack }: { pack: PackReport }) {
  const undriven = Object.entries(pack.undriven);
  return (
    <section class="panel">
      <h2>Pack {pack.pack}</h2>
      <Names title="Driven: this service feeds them" names={pack.driven} open />
      <Names title="Missing: nothing here feeds them, so they are not shown" names={pack.missing} />
      <Names title="Undriven by intent" names={undriven.map(([name, reason]) => `${name}: ${reason}`)} />
      <Names title="Unused: this happens here, and the pack does not ask" names={pack.unused} />
      <Names title="Errors" names={pack.errors} open />
    </section>
  );
}

function Names({ title, names, open = false }: { title: string; names: string[]; open?: boolean }) {
  if (names.length === 0) return null;
  return (
    <details open={open}>
      <summary>{title} <span class="dim">{names.length}</span></summary>
      <ul class="names">{names.map((name) => <li key={name}><code>{name}</code></li>)}</ul>
    </details>
  );
}
