import type { Sample } from '../../pprof/profile';

/** A label that samples carry, and what each of its values costs, the dearest first. `''` stands for samples without it. */
export interface Label {
  key: string;
  values: { value: string; total: number }[];
}

/** The labels of a profile, by name. */
export function labelsOf(samples: Sample[], kind: number): Label[] {
  const keys = new Set(samples.flatMap((sample) => Object.keys(sample.labels)));
  return [...keys].sort().map((key) => {
    const totals = new Map<string, number>();
    for (const { labels, values } of samples) totals.set(labels[key] ?? '', (totals.get(labels[key] ?? '') ?? 0) + values[kind]!);
    return { key, values: [...totals].map(([value, total]) => ({ value, total })).sort((left, right) => right.total - left.total) };
  });
}

/** The samples that carry every chosen value. */
export function withLabels(samples: Sample[], chosen: Record<string, string>): Sample[] {
  const wanted = Object.entries(chosen);
  return wanted.length === 0 ? samples : samples.filter(({ labels }) => wanted.every(([key, value]) => (labels[key] ?? '') === value));
}
