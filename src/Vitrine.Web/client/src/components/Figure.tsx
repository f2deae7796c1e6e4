import type { ComponentChildren } from 'preact';

/** A figure under its name; stands in a `dl`. */
export function Figure({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="figure-pair">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
