import { Outcome, toneOf } from '../../../components/Outcome';
import { duration } from 'kit/format/duration';
import { cost, rate } from 'kit/format/number';
import { clock } from 'kit/format/time';
import { navigate } from '../../../router';
import { storyOf, type Listing } from './listing';
import { tokensOf, type Request } from './request';
import { RoleBar } from './RoleBar';

const nothing = <span class="dim">–</span>;

interface Props {
  request: Request;
  listing: Listing;
  priced: boolean;
  /** What is as long as the whole width of a bar. */
  scaleMs: number;
}

/** One request. The link is what a keyboard reaches; a click anywhere on the row does the same. */
export function RequestRow({ request, listing, priced, scaleMs }: Props) {
  const to = storyOf(request, listing);
  const open = (event: MouseEvent) => {
    const selecting = getSelection()?.isCollapsed === false;
    if (!selecting && !(event.target as Element).closest('a')) navigate(to);
  };
  return (
    <tr onClick={open}>
      <td class="time">{clock(new Date(request.startedAtMs))}</td>
      <td class="title">
        <a href={to}>{request.title}</a>
        {request.outcome !== 'ok' && request.error && <span class={`error ${toneOf(request.outcome)}`}>{request.error}</span>}
      </td>
      <td class="model" title={request.model}>{request.model ?? nothing}</td>
      <td class="how">
        <Outcome outcome={request.outcome} />
        {request.status !== undefined && request.outcome !== 'ok' && <span class="dim"> {request.status}</span>}
      </td>
      <td class="number took">{duration(request.durationMs)}</td>
      <td class="number first">{request.firstTokenMs === undefined ? nothing : duration(request.firstTokenMs)}</td>
      <td class="number tokens">
        {tokensOf(request) ?? nothing}
      </td>
      <td class="number rate">{request.tokensPerSecond === undefined ? nothing : rate(request.tokensPerSecond)}</td>
      <td class="number cost" hidden={!priced}>
        {request.cost === undefined ? nothing : cost(request.cost, request.currency)}
      </td>
      <td class="where">
        <RoleBar request={request} scaleMs={scaleMs} />
      </td>
    </tr>
  );
}
