import type { Fact } from '../../../api/operations';
import { Copyable } from '../../../components/Copyable';
import { Outcome } from '../../../components/Outcome';
import { RoleTag } from '../../../components/RoleTag';
import { exactMs } from 'kit/format/duration';
import { withUnit } from 'kit/format/unit';
import { readDecision } from './decision';
import type { Node } from './scopeTree';

/** Everything that is known of one scope. */
export function ScopeDetails({ node }: { node: Node }) {
  const { scope } = node;
  const facts = scope.facts.filter((fact) => !isShownElsewhere(fact));
  return (
    <aside class="panel details" aria-label="The chosen scope" aria-live="polite">
      <header>
        <RoleTag role={node.role} />
        <h2>{node.label}</h2>
        <Outcome outcome={scope.outcome} />
      </header>
      {scope.errorType !== undefined && (
        <p class="error">
          <strong>{scope.errorType}</strong> {scope.errorMessage}
        </p>
      )}
      <dl>
        <dt>Began after</dt>
        <dd>{exactMs(node.startMs)}</dd>
        <dt>Took</dt>
        <dd>{exactMs(scope.durationMs)}</dd>
        {node.children.length > 0 && (
          <>
            <dt>Itself</dt>
            <dd>{exactMs(node.ownMs)}</dd>
          </>
        )}
        {scope.spanId !== undefined && (
          <>
            <dt>Span</dt>
            <dd>
              <Copyable text={scope.spanId} what="the span id" />
              {!scope.sampled && <span class="dim"> not exported</span>}
            </dd>
          </>
        )}
      </dl>
      {facts.length > 0 && <h3>Facts</h3>}
      <dl class="facts">
        {facts.map((fact) => (
          <div key={fact.name}>
            <dt>{fact.name}</dt>
            <dd>{valueOf(fact)}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}

/** The error stands above, the decision in its own table. */
function isShownElsewhere({ name, text }: Fact): boolean {
  return name === 'error.type' || name === 'error.message' || (name === 'vitrine.decision' && readDecision(text ?? '') !== null);
}

function valueOf(fact: Fact): string {
  return fact.number === undefined ? (fact.text ?? String(fact.flag)) : withUnit(fact.number, fact.unit ?? '');
}
