/** Why a request went to its pod: the gateway's fact `vitrine.decision`. */
export interface Decision {
  /** Pods there were, and how many of them each filter kept out. */
  pods: number;
  filtered: { filter: string; pods: number }[];
  plugins: { name: string; weight: number }[];
  candidates: Candidate[];
  /** Pods that were considered and are not listed. */
  more: number;
}

export interface Candidate {
  pod: string;
  /** By plugin, in their order, from 0 to 100; empty for a pod that was kept out. */
  scores: number[];
  total: number;
  /** 0: tried first; null: not tried. */
  place: number | null;
  /** Which pod computes the prompt for it, where prefill and decode are apart. */
  prefilledBy: string | undefined;
  /** The filter that kept it out, and why. */
  keptOutBy: string | undefined;
  reason: string | undefined;
}

interface Written {
  order?: string[];
  prefill?: string[];
  pods: number;
  filtered: Record<string, number>;
  plugins: Record<string, number>;
  considered: { pod: string; total?: number; scores?: number[]; filter?: string; reason?: string }[];
  more?: number;
}

/** Reads the fact; null when it is no decision. Those tried come first, in their order; those kept out last. */
export function readDecision(json: string): Decision | null {
  let written: Written;
  try {
    written = JSON.parse(json) as Written;
    if (!Array.isArray(written.considered)) return null;
  } catch {
    return null;
  }
  const candidates = written.considered.map((pod): Candidate => {
    const place = written.order?.indexOf(pod.pod) ?? -1;
    return {
      pod: pod.pod,
      scores: pod.scores ?? [],
      total: pod.total ?? 0,
      place: place < 0 ? null : place,
      prefilledBy: written.prefill?.[place],
      keptOutBy: pod.filter,
      reason: pod.reason,
    };
  });
  return {
    pods: written.pods,
    filtered: Object.entries(written.filtered ?? {}).map(([filter, pods]) => ({ filter, pods })),
    plugins: Object.entries(written.plugins ?? {}).map(([name, weight]) => ({ name, weight })),
    candidates: candidates.sort((left, right) => rankOf(left) - rankOf(right) || right.total - left.total),
    more: written.more ?? 0,
  };
}

function rankOf(candidate: Candidate): number {
  if (candidate.keptOutBy !== undefined) return Number.MAX_SAFE_INTEGER;
  return candidate.place ?? Number.MAX_SAFE_INTEGER - 1;
}
