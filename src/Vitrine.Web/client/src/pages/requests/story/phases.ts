/** What a scope spends its own time with. */
export type Phase = 'check' | 'decide' | 'wait' | 'move' | 'prepare' | 'prefill' | 'decode' | 'frame';

/** In the order of a request's way, with the words for people. */
export const phases: { phase: Phase; label: string }[] = [
  { phase: 'check', label: 'Reading and checks' },
  { phase: 'wait', label: 'Waiting' },
  { phase: 'decide', label: 'Choosing a pod' },
  { phase: 'move', label: 'Upstream and network' },
  { phase: 'prepare', label: 'Preparing' },
  { phase: 'prefill', label: 'Prompt (prefill)' },
  { phase: 'decode', label: 'Answer (decode)' },
  { phase: 'frame', label: 'Everything else' },
];

const byKind = new Map<string, Phase>(Object.entries({
  parse: 'check',
  guard: 'check',
  route: 'check',
  queue_wait: 'wait',
  pool_acquire: 'wait',
  evict_wait: 'wait',
  schedule: 'decide',
  plugin: 'decide',
  forward: 'move',
  attempt: 'move',
  respond: 'move',
  send: 'move',
  prepare: 'prepare',
  prompt: 'prepare',
  model_load: 'prepare',
  projector_load: 'prepare',
  prefill: 'prefill',
  decode: 'decode',
}));

/** The phase of a kind of scope; what only holds other scopes is a frame. */
export function phaseOf(kind: string): Phase {
  return byKind.get(kind) ?? 'frame';
}
