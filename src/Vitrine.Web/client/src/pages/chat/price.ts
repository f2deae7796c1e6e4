import { fetchRequest, numberOf, textOf, type Operation } from '../../api/operations';
import type { Role } from '../../api/roles';
import { cost } from 'kit/format/number';

// The gateway's operation ends a moment after its last byte.
const triesAfterMs = [100, 600];

/** What a request cost, from the gateway's own account of it; undefined where no price is known. */
export async function costOf(traceId: string, roles: Role[]): Promise<string | undefined> {
  const gateway = roles.find((role) => role.pack === 'kthena');
  if (!gateway) return undefined;
  for (const wait of triesAfterMs) {
    await new Promise((resume) => setTimeout(resume, wait));
    const found = await fetchRequest(gateway, traceId, AbortSignal.timeout(5000)).catch(() => []);
    const ended = found.filter(({ root }) => root.outcome !== undefined);
    if (ended.length > 0) return ended.map(({ root }) => priceIn(root)).find((price) => price !== undefined);
  }
  return undefined;
}

function priceIn(scope: Operation): string | undefined {
  const amount = numberOf(scope, 'vitrine.usage.cost');
  if (amount !== undefined) return cost(amount, textOf(scope, 'vitrine.usage.currency') ?? '');
  return scope.children.map(priceIn).find((price) => price !== undefined);
}
