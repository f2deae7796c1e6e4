import { useState } from 'preact/hooks';
import { getJson } from '../../api/http';
import { usePoll } from '../../api/poll';
import type { Role } from '../../api/roles';
import { Choices } from 'kit/components/Choices';
import { SearchField } from 'kit/components/SearchField';

interface Setting {
  key: string;
  value: string;
  source: string;
}

const intervalMs = 30_000;

/** The settings in force and where each came from; secrets are masked by the role itself. */
export function ConfigTable({ role }: { role: Role }) {
  const [settings, setSettings] = useState<Setting[]>([]);
  const [search, setSearch] = useState('');
  const [which, setWhich] = useState<'all' | 'set'>('all');
  usePoll(async (signal) => setSettings(await getJson<Setting[]>(`${role.debug}/config`, signal)), intervalMs);
  const chosen = settings.filter((setting) => setting.source !== 'default');
  const shown = (which === 'set' ? chosen : settings).filter((setting) => `${setting.key} ${setting.value}`.toLowerCase().includes(search.toLowerCase()));
  return (
    <>
      <div class="find">
        <SearchField value={search} placeholder="Find a setting" onInput={setSearch} />
        <Choices
          label="Which settings"
          choices={[{ value: 'all', label: 'All', figure: String(settings.length) }, { value: 'set', label: 'Not default', figure: String(chosen.length) }]}
          value={which}
          onChoose={setWhich}
        />
      </div>
      <div class="panel scroll">
        <table class="settings">
          <thead><tr><th>Setting</th><th>Value</th><th>From</th></tr></thead>
          <tbody>
            {shown.map(({ key, value, source }) => (
              <tr key={key} class={source === 'default' ? 'default' : undefined}>
                <td><code>{key}</code></td>
                <td><code>{value}</code></td>
                <td>{source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
