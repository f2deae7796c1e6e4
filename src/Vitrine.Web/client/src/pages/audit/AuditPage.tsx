import { useRoles, type Role } from '../../api/roles';
import { EmptyState } from 'kit/components/EmptyState';
import { Notice } from 'kit/components/Notice';
import { Copyable } from '../../components/Copyable';
import { replaceQuery, type Route } from '../../router';
import { readFilter, type Filter } from './filter';
import { TrailView } from './TrailView';
import './audit.css';

/** The audit trail: who did what, whether the record is whole, and a way to take it along. */
export function AuditPage({ route }: { route: Route }) {
  const { roles, error } = useRoles();
  const ledger = roles?.find((role: Role) => role.pack === 'kimberlite');
  const filter = readFilter(route.query);
  const change = (to: Partial<Filter>) => replaceQuery({ ...route, page: 'audit' }, { ...filter, ...to });
  return (
    <section class="audit" aria-labelledby="audit-title">
      <h1 id="audit-title" class="unseen">
        Audit
      </h1>
      {error !== null && <Notice>The list of roles is missing: {error}</Notice>}
      {roles !== null && ledger === undefined && <NoLedger />}
      {ledger !== undefined && <TrailView key={ledger.name} ledger={ledger} filter={filter} onChange={change} />}
    </section>
  );
}

function NoLedger() {
  return (
    <EmptyState title="No ledger keeps a trail here">
      <p>
        <code>vitrine up</code> starts one with the other roles. Where they run by themselves, start a ledger and tell each of them where it is:
      </p>
      <Copyable text="vitrine serve ledger" what="the command" />
      <br />
      <Copyable text="vitrine serve gateway --audit-url http://localhost:9090" what="the command" />
    </EmptyState>
  );
}
