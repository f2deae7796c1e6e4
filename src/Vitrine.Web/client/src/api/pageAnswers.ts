import type { Operation } from './operations';

// What this browser measured of the answers it asked for. It stays here, in the tab's session: the page is part of a request's way, and no role can see it.

const key = 'vitrine.page-answers';
const mostKept = 50;

/** One answer as the page saw it. Times are from the moment of asking. */
export interface PageAnswer {
  traceId: string;
  /** In milliseconds since 1970. */
  askedAt: number;
  /** Absent when nothing came. */
  firstTokenMs?: number;
  totalMs: number;
  outcome: 'ok' | 'error' | 'cancelled';
  error?: string;
}

/** Keeps an answer, so that its request begins with the page when it is unfolded. The oldest are forgotten. */
export function rememberAnswer(answer: PageAnswer): void {
  const kept = [answer, ...answers().filter((other) => other.traceId !== answer.traceId)].slice(0, mostKept);
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // Full or forbidden: the page's own row is missing, nothing else.
  }
}

/** An answer of this page as a root beside those of the roles, or undefined. */
export function recallAnswer(traceId: string): Operation | undefined {
  const answer = answers().find((candidate) => candidate.traceId === traceId);
  return answer && operationOf(answer);
}

function answers(): PageAnswer[] {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '[]') as PageAnswer[];
  } catch {
    return [];
  }
}

function operationOf({ traceId, askedAt, firstTokenMs, totalMs, outcome, error }: PageAnswer): Operation {
  return {
    service: 'page',
    sequence: 0,
    kind: 'chat',
    outcome,
    ...(error === undefined ? {} : { errorType: outcome, errorMessage: error }),
    startedAt: new Date(askedAt).toISOString(),
    offsetMs: 0,
    durationMs: totalMs,
    traceId,
    sampled: false,
    facts: firstTokenMs === undefined ? [] : [{ name: 'vitrine.client.time_to_first_token', number: firstTokenMs / 1000, unit: 's' }],
    lines: [],
    series: [],
    children: [],
  };
}
