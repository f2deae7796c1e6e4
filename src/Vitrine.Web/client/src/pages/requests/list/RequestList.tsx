import { useRef, useState } from 'preact/hooks';
import { useRoles } from '../../../api/roles';
import { Notice } from 'kit/components/Notice';
import { RoleSilence } from '../../../components/RoleSilence';
import { replaceQuery, type Route } from '../../../router';
import { FirstRequest } from './FirstRequest';
import { countGroups, matching, ordered, readListing, select, writeListing, type Listing } from './listing';
import { NoMatch } from './NoMatch';
import { RequestStore } from './requestStore';
import { RequestTable } from './RequestTable';
import { RoleFeed } from './RoleFeed';
import { Scatter } from './Scatter';
import { Toolbar } from './Toolbar';
import './list.css';

/** Newest, slowest, failed and running requests over all roles, live. */
export function RequestList({ route }: { route: Route }) {
  const { roles, error } = useRoles();
  const store = useRef(new RequestStore()).current;
  const [silent, setSilent] = useState<Record<string, string>>({});
  const [answers, setAnswers] = useState(0);
  const [paused, setPaused] = useState(false);

  const answered = (role: string, problem: string | null) => {
    setAnswers((before) => before + 1);
    setSilent((before) => {
      if ((before[role] ?? null) === problem) return before;
      const { [role]: _, ...others } = before;
      return problem === null ? others : { ...others, [role]: problem };
    });
  };
  const listing = readListing(route.query);
  const change = (to: Partial<Listing>) => replaceQuery({ ...route, page: 'requests' }, writeListing({ ...listing, ...to }));

  const all = store.all();
  const found = matching(select(all, listing.what), listing.search);
  const shown = ordered(found, listing);
  return (
    <section class="requests" aria-labelledby="requests-title">
      {roles?.map((role) => <RoleFeed key={role.name} role={role} store={store} paused={paused} onAnswer={answered} />)}
      <h1 id="requests-title" class="unseen">
        Requests
      </h1>
      <Toolbar listing={listing} counts={countGroups(found)} onChange={change} paused={paused} onPause={setPaused} />
      {error !== null && <Notice>The list of roles is missing: {error}</Notice>}
      {Object.entries(silent).map(([role, problem]) => <RoleSilence key={role} role={role} problem={problem} />)}
      {shown.length > 1 && <Scatter requests={shown} listing={listing} />}
      {answers > 0 && !all.some((request) => request.isInference) && <FirstRequest />}
      {shown.length > 0 && <RequestTable requests={shown} listing={listing} onChange={change} />}
      {shown.length === 0 && all.some((request) => request.isInference) && <NoMatch listing={listing} onChange={change} />}
    </section>
  );
}
