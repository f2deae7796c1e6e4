import type { ComponentChildren } from 'preact';
import { Copyable } from '../../../components/Copyable';
import { EmptyState } from 'kit/components/EmptyState';

/** No role knows the request: why that may be, and where to look instead. */
export function Forgotten({ id, back, children }: { id: string; back: string; children: ComponentChildren }) {
  return (
    <EmptyState title="No role remembers this request">
      <Copyable text={id} what="the id" />
      <p>A role keeps its last 1,000 requests until it is started anew. Health checks, metrics and debug pages leave no trace at all.</p>
      <p>It is looked for again every second, so a request that is on its way will appear.</p>
      {children}
      <p>
        <a class="button" href={back}>
          All requests
        </a>
      </p>
    </EmptyState>
  );
}
