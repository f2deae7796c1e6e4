import type { ComponentChildren } from 'preact';

/** Where nothing is to be seen yet: what belongs here, and what to do so that it comes. */
export function EmptyState({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <section class="empty">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
