/** A record of the audit trail, keys in the order that its hash is made over (docs/format/audit-export.md). */
export interface AuditRecord {
  sequence: number;
  log_position: number;
  timestamp: string;
  event_id: string;
  occurred_at: string;
  service: string;
  action: string;
  operation: string;
  actor: string | null;
  tenant_id: string | null;
  subject_id: string | null;
  ip_address: string | null;
  correlation_id: string | null;
  request_id: string | null;
  outcome: string | null;
  reason: string | null;
  changed_field_names: string[] | null;
  prev_hash: string;
  hash: string;
}

/** One answer of the ledger: records newest first, where to go on, and how many the trail had before this question was recorded in it. */
export interface AuditPage {
  events: AuditRecord[];
  next: number | null;
  last_sequence: number;
}

/** What a record may have been, in the order of its document. */
export const actions = [
  'ConsentGranted',
  'ConsentWithdrawn',
  'ErasureRequested',
  'ErasureCompleted',
  'ErasureExempted',
  'FieldMasked',
  'BreachDetected',
  'BreachNotified',
  'BreachResolved',
  'DataExported',
  'AccessGranted',
  'AccessDenied',
  'PolicyChanged',
  'TokenizationApplied',
  'RecordSigned',
];

/** The tone of an action: the class that gives it its colour. */
export function toneOfAction(action: string): 'bad' | 'warning' | '' {
  if (action === 'AccessDenied' || action === 'BreachDetected') return 'bad';
  return action === 'PolicyChanged' || action === 'DataExported' ? 'warning' : '';
}
