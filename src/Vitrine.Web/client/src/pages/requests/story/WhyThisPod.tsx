import { textOf, type Operation } from '../../../api/operations';
import { count, rate } from 'kit/format/number';
import { counted } from 'kit/format/unit';
import { readDecision, type Candidate, type Decision } from './decision';
import type { Node } from './scopeTree';

/** The gateway's decision: every pod with each plugin's score, what kept the others out, and what became of those that were tried. */
export function WhyThisPod({ nodes }: { nodes: Node[] }) {
  const attempts = nodes.filter((node) => node.scope.kind === 'attempt').map((node) => node.scope);
  const decisions = nodes.map((node) => readDecision(textOf(node.scope, 'vitrine.decision') ?? '')).filter((decision) => decision !== null);
  return (
    <>
      {decisions.map((decision, index) => (
        <DecisionTable key={index} decision={decision} attempts={attempts} />
      ))}
    </>
  );
}

function DecisionTable({ decision, attempts }: { decision: Decision; attempts: Operation[] }) {
  const best = Math.max(1, ...decision.candidates.map((candidate) => candidate.total));
  return (
    <section class="panel decision" aria-label="Why this pod">
      <h2>
        Why this pod <span class="dim">{summaryOf(decision)}</span>
      </h2>
      <div class="wide">
        <table>
          <thead>
            <tr>
              <th scope="col">Pod</th>
              {decision.plugins.map((plugin) => (
                <th key={plugin.name} scope="col">
                  {plugin.name} <span class="dim">× {rate(plugin.weight)}</span>
                </th>
              ))}
              <th scope="col">Total</th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {decision.candidates.map((candidate) => (
              <tr key={candidate.pod} class={attemptsOn(candidate, attempts).some((attempt) => attempt.errorType === undefined) ? 'chosen' : ''}>
                <th scope="row">{candidate.pod}</th>
                {candidate.keptOutBy === undefined ? (
                  <Scores candidate={candidate} best={best} />
                ) : (
                  <td class="dim" colSpan={decision.plugins.length + 1}>
                    kept out by <strong>{candidate.keptOutBy}</strong>: {candidate.reason}
                  </td>
                )}
                <td>{[verdictOf(candidate), ...attemptsOn(candidate, attempts).map(endOf)].join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Scores({ candidate, best }: { candidate: Candidate; best: number }) {
  return (
    <>
      {candidate.scores.map((score, index) => (
        <td key={index}>
          <Meter value={score} most={100} />
        </td>
      ))}
      <td>
        <Meter value={candidate.total} most={best} />
      </td>
    </>
  );
}

function Meter({ value, most }: { value: number; most: number }) {
  return (
    <span class="meter">
      <span>{rate(value)}</span>
      <i style={{ width: `${Math.max(0, Math.min(100, (value / most) * 100))}%` }} />
    </span>
  );
}

function attemptsOn({ pod }: Candidate, attempts: Operation[]): Operation[] {
  return attempts.filter((attempt) => textOf(attempt, 'vitrine.pod') === pod);
}

function endOf({ outcome, errorType }: Operation): string {
  if (outcome === undefined) return 'answering';
  return outcome === 'ok' ? 'answered' : (errorType ?? outcome);
}

function verdictOf({ keptOutBy, place, prefilledBy }: Candidate): string {
  if (keptOutBy !== undefined) return 'kept out';
  if (place === null) return 'not tried';
  const partner = prefilledBy === undefined ? '' : `, prefilled by ${prefilledBy}`;
  return (place === 0 ? 'first choice' : `choice ${place + 1}`) + partner;
}

function summaryOf({ pods, filtered, more }: Decision): string {
  const kept = filtered.map((filter) => `, ${count(filter.pods)} kept out by ${filter.filter}`).join('');
  return `${counted(pods, 'pod')}${kept}${more > 0 ? `, ${count(more)} not listed` : ''}`;
}
