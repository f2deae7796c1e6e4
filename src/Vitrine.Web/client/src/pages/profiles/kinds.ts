/** A kind of profile: where the role has it, and what it shows. `takes` is null for one of the moment. */
export interface CaptureKind {
  value: string;
  label: string;
  path: string;
  takesSeconds: boolean;
  /** Which of its values is meant, where the profile does not say. */
  sample?: string;
  says: string;
}

export const kinds: CaptureKind[] = [
  { value: 'cpu', label: 'CPU', path: 'profile', takesSeconds: true, says: 'Where the processors’ time goes: only code that runs is seen, waiting is not.' },
  { value: 'heap', label: 'Heap', path: 'heap', takesSeconds: false, says: 'What the heap holds now, by generation. After a collection: what is alive, by type; the process stands still meanwhile.' },
  { value: 'allocs', label: 'Allocations', path: 'allocs', takesSeconds: true, sample: 'alloc_space', says: 'Which code allocates how much, sampled about every 100 KiB.' },
  { value: 'mutex', label: 'Contention', path: 'mutex', takesSeconds: true, says: 'Which locks threads waited for, and how long.' },
  { value: 'block', label: 'Waits', path: 'block', takesSeconds: true, says: 'Where threads waited for handles and semaphores.' },
  { value: 'exceptions', label: 'Exceptions', path: 'exceptions', takesSeconds: true, says: 'Where exceptions were thrown, caught ones too.' },
  { value: 'threads', label: 'Threads', path: 'goroutine', takesSeconds: false, says: 'Where every thread stands at this moment.' },
];

export function kindOf(value: string | null): CaptureKind {
  return kinds.find((kind) => kind.value === value) ?? kinds[0]!;
}
