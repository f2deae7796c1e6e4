import type { Plot } from './protocol';

/** Groups of charts in the order in which they are offered; others come after them as they are. */
const names: Record<string, string> = { service: 'Service', cpu: 'CPU', gc: 'GC', scheduler: 'Scheduler', misc: 'Misc' };

/** What one looks at first; the rest follows as it comes. */
const first = ['heap (details)', 'alloc-free-rate', 'goroutines', 'total-pauses-gc', 'runnable-time', 'size-classes', 'cpu-overall', 'garbage collection', 'memory-classes'];

/** The tags that these charts carry. */
export function tagsOf(plots: Plot[]): string[] {
  const found = new Set(plots.flatMap((plot) => plot.tags));
  const known = Object.keys(names).filter((tag) => found.delete(tag));
  return [...known, ...found];
}

export function tagName(tag: string): string {
  return names[tag] ?? tag;
}

/** The hidden tags after a click on one: it changes sides. `solo` leaves it alone; a second time brings all back. */
export function toggleTag(hidden: string[], tag: string, all: string[], solo: boolean): string[] {
  if (!solo) return hidden.includes(tag) ? hidden.filter((other) => other !== tag) : [...hidden, tag];
  const others = all.filter((other) => other !== tag);
  const isAlone = !hidden.includes(tag) && others.every((other) => hidden.includes(other));
  return isAlone ? [] : others;
}

/** The charts to show: those with a tag that is not hidden, and every word somewhere in what they are called or made of. The service's own come first. */
export function select(plots: Plot[], hidden: string[], search: string): Plot[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = plots.filter((plot) => (plot.tags.length === 0 || plot.tags.some((tag) => !hidden.includes(tag))) && words.every((word) => textOf(plot).includes(word)));
  return shown.toSorted((one, other) => rankOf(one) - rankOf(other));
}

function rankOf(plot: Plot): number {
  const at = first.indexOf(plot.name);
  return plot.tags.includes('service') ? -1 : at < 0 ? first.length : at;
}

function textOf(plot: Plot): string {
  const parts = plot.kind === 'lines' ? plot.subplots.map((subplot) => subplot.name) : [plot.axis];
  return [plot.name, plot.title, ...plot.sources, ...parts].join(' ').toLowerCase();
}
