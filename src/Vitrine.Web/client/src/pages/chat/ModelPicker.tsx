import { useState } from 'preact/hooks';
import { getJson } from '../../api/http';
import { usePoll } from '../../api/poll';

/** A model that may be asked (`GET /models`); what its server does not tell is absent. */
export interface OfferedModel {
  name: string;
  parameters?: string;
  quantization?: string;
  size?: string;
}

// Asking is a request of its own on every role that it passes.
const intervalMs = 300_000;

/** The models that may be asked; empty until they are known. */
export function useModels(): OfferedModel[] {
  const [models, setModels] = useState<OfferedModel[]>([]);
  usePoll(async (signal) => setModels(await getJson<OfferedModel[]>('/models', signal)), intervalMs);
  return models;
}

/** Chooses the model that answers; the first choice leaves it to the server. */
export function ModelPicker({ models, value, onChoose }: { models: OfferedModel[]; value: string; onChoose: (name: string) => void }) {
  const first = models[0];
  if (!first) return <span class="grow" />;
  if (models.length === 1) return <span class="grow dim" title={detail(first)}>{first.name}</span>;
  return (
    <select class="grow" aria-label="Model" value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
      <option value="">Default model</option>
      {models.map((model) => <option key={model.name} value={model.name} title={detail(model)}>{model.name}</option>)}
    </select>
  );
}

function detail({ parameters, quantization, size }: OfferedModel): string {
  return [parameters && `${parameters} weights`, quantization, size].filter(Boolean).join(', ');
}
