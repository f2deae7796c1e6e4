import { factOf, numberOf, startMs, textOf, type Operation, type RoleRoot } from '../../../api/operations';
import { count } from 'kit/format/number';

/** One request as a row: what all roles together know of it. */
export interface Request {
  /** The trace id, else the request id. */
  id: string;
  startedAtMs: number;
  /** Whether a model was asked for an answer. */
  isInference: boolean;
  /** What was asked: method and path, or the kind of a root that nobody asked for. */
  title: string;
  model: string | undefined;
  /** How it ended for whoever asked; undefined while it runs. */
  outcome: string | undefined;
  status: number | undefined;
  error: string | undefined;
  durationMs: number;
  firstTokenMs: number | undefined;
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  /** Whether the tokens were counted by the gateway, because the upstream did not say. */
  isEstimated: boolean;
  tokensPerSecond: number | undefined;
  cost: number | undefined;
  currency: string;
  /** In the order in which it came to them. */
  shares: RoleShare[];
}

/** The time that a role took itself, without the roles it waited for. */
export interface RoleShare {
  role: string;
  ownMs: number;
}

/** The id that roots of one request have in common; null for a root that has none. */
export function idOf(root: Operation): string | null {
  return root.traceId ?? textOf(root, 'vitrine.request.id') ?? null;
}

/** Puts the roots of one request together. What several roles say differently, the one nearest to the asker says. */
export function requestOf(id: string, roots: RoleRoot[]): Request {
  const ordered = [...roots].sort((left, right) => startMs(left.root) - startMs(right.root));
  const outermost = ordered[0]!.root;
  const scopes = ordered.flatMap(({ root }) => [root, ...root.children]);
  const number = (name: string) => firstOf(scopes, (scope) => numberOf(scope, name));
  const text = (name: string) => firstOf(scopes, (scope) => textOf(scope, name));
  const firstTokenSeconds = number('vitrine.request.time_to_first_token') ?? number('gen_ai.server.time_to_first_token');
  const secondsPerToken = number('gen_ai.server.time_per_output_token');
  return {
    id,
    startedAtMs: startMs(outermost),
    isInference: scopes.some((scope) => scope.kind === 'inference'),
    title: firstOf(scopes, titleOf) ?? outermost.kind,
    model: text('gen_ai.request.model') ?? text('gen_ai.response.model'),
    outcome: outermost.outcome,
    status: number('http.response.status_code'),
    error: outermost.errorMessage ?? outermost.errorType,
    durationMs: outermost.durationMs,
    firstTokenMs: firstTokenSeconds === undefined ? undefined : firstTokenSeconds * 1000,
    inputTokens: number('gen_ai.usage.input_tokens'),
    outputTokens: number('gen_ai.usage.output_tokens'),
    isEstimated: scopes.some((scope) => factOf(scope, 'vitrine.usage.estimated') === true),
    tokensPerSecond: number('vitrine.usage.tokens_per_second') ?? (secondsPerToken ? 1 / secondsPerToken : undefined),
    cost: number('vitrine.usage.cost'),
    currency: text('vitrine.usage.currency') ?? '',
    shares: sharesOf(ordered),
  };
}

/** What was asked, `POST /v1/chat/completions`, as it came; undefined where a scope does not know. */
function titleOf(root: Operation): string | undefined {
  const path = textOf(root, 'url.path') ?? textOf(root, 'http.route');
  const method = textOf(root, 'http.request.method');
  return path === undefined ? undefined : `${method ?? ''} ${path}`.trim();
}

/** Roles call each other in a row, so what one took itself is its time less the next one's. */
function sharesOf(ordered: RoleRoot[]): RoleShare[] {
  const totals = new Map<string, number>();
  for (const { role, root } of ordered) totals.set(role, (totals.get(role) ?? 0) + root.durationMs);
  const entries = [...totals];
  return entries.map(([role, totalMs], index) => ({ role, ownMs: Math.max(0, totalMs - (entries[index + 1]?.[1] ?? 0)) }));
}

/** `15 → 40`, with `≈` when the upstream did not count. Undefined when nobody did. */
export function tokensOf({ inputTokens, outputTokens, isEstimated, outcome }: Request): string | undefined {
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return `${isEstimated ? '≈ ' : ''}${count(inputTokens ?? 0)} → ${outputTokens === undefined && outcome === undefined ? '…' : count(outputTokens ?? 0)}`;
}

function firstOf<T>(scopes: Operation[], pick: (scope: Operation) => T | undefined): T | undefined {
  for (const scope of scopes) {
    const value = pick(scope);
    if (value !== undefined) return value;
  }
  return undefined;
}
