/** One series of a page of metrics. `labels` as they stand between the braces. */
export interface Sample {
  labels: string;
  value: number;
}

/**
 * A family of a page of metrics. `samples` are its series: of a counter or gauge their values, of a histogram or summary how often they observed.
 * `sum` is the sum of what a histogram or summary observed. A family that is declared and has nothing to say yet has no samples.
 */
export interface Family {
  name: string;
  type: string;
  help: string;
  samples: Sample[];
  sum: number;
}

const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/;

/** Reads a page in Prometheus' text format 0.0.4. Lines that are none are skipped: a page that is new to us still shows the rest. */
export function parseExposition(page: string): Family[] {
  const families = new Map<string, Family>();
  const family = (name: string) => families.get(name) ?? families.set(name, { name, type: 'untyped', help: '', samples: [], sum: 0 }).get(name)!;
  for (const line of page.split('\n')) {
    if (line.startsWith('# TYPE ')) {
      const [, , name = '', type = 'untyped'] = line.split(' ');
      family(name).type = type;
    } else if (line.startsWith('# HELP ')) {
      const [, , name = '', ...help] = line.split(' ');
      family(name).help = help.join(' ');
    } else {
      const match = sampleLine.exec(line);
      if (match) take(match[1]!, match[2] ?? '', Number(match[3]), families, family);
    }
  }
  return [...families.values()];
}

function take(name: string, labels: string, value: number, families: Map<string, Family>, family: (name: string) => Family): void {
  // Buckets and quantiles are left out: a course over time says more than a list of bounds.
  const [, base = name, part = ''] = /^(.*)_(bucket|sum|count)$/.exec(name) ?? [];
  const whole = families.get(base);
  if (!whole || !/histogram|summary/.test(whole.type)) family(name).samples.push({ labels, value });
  else if (part === 'count') whole.samples.push({ labels, value });
  else if (part === 'sum') whole.sum += value;
}

/** The sum over a family's series: requests of all routes, threads of all models. */
export function total(family: Family): number {
  return family.samples.reduce((sum, sample) => sum + sample.value, 0);
}
