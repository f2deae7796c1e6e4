import type { RoleRoot } from '../../../api/operations';
import { Copyable } from '../../../components/Copyable';
import { Figure } from '../../../components/Figure';
import { Icon } from 'kit/components/Icon';
import { Outcome } from '../../../components/Outcome';
import { duration } from 'kit/format/duration';
import { cost, rate } from 'kit/format/number';
import { clock } from 'kit/format/time';
import { requestOf, tokensOf } from '../list/request';

/** What the request was, how it ended, and its figures. */
export function Headline({ id, roots, back }: { id: string; roots: RoleRoot[]; back: string }) {
  const request = requestOf(id, roots);
  const tokens = tokensOf(request);
  const began = new Date(request.startedAtMs);
  return (
    <header class="headline">
      <a class="quiet back" href={back} title="All requests (Esc)">
        <Icon name="back" />
        Requests
      </a>
      <div class="what">
        <h1>{request.title}</h1>
        <Outcome outcome={request.outcome} />
        {request.status !== undefined && <span class="dim">{request.status}</span>}
      </div>
      {request.outcome !== 'ok' && request.error && <p class="error">{request.error}</p>}
      <dl class="figures">
        <Figure name="Duration">{duration(request.durationMs)}</Figure>
        {request.firstTokenMs !== undefined && <Figure name="First token">{duration(request.firstTokenMs)}</Figure>}
        {tokens !== undefined && <Figure name="Tokens in → out">{tokens}</Figure>}
        {request.tokensPerSecond !== undefined && <Figure name="Tokens/s">{rate(request.tokensPerSecond)}</Figure>}
        {request.cost !== undefined && <Figure name="Cost">{cost(request.cost, request.currency)}</Figure>}
        {request.model !== undefined && <Figure name="Model">{request.model}</Figure>}
        <Figure name="Began">
          <time dateTime={began.toISOString()} title={began.toISOString()}>
            {clock(began)}
          </time>
        </Figure>
      </dl>
      <div class="handles">
        <Copyable text={id} what="the trace id" />
        <Copyable text={`vitrine explain ${id}`} what="the command" />
      </div>
    </header>
  );
}
