import type { ComponentChildren } from 'preact';
import { Icon } from './Icon';

/** Something that needs attention but does not stop the page: what, and the remedy. */
export function Notice({ tone = 'warning', children }: { tone?: 'warning' | 'bad'; children: ComponentChildren }) {
  return (
    <div class={`notice ${tone}`} role="status">
      <Icon name="warning" />
      <div>{children}</div>
    </div>
  );
}
