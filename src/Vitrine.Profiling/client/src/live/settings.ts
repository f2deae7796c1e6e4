import { useState } from 'preact/hooks';

/** How the charts are looked at; remembered between visits. */
export interface Settings {
  minutes: number;
  showsGc: boolean;
  hiddenTags: string[];
}

export const ranges = [1, 5, 10];

const key = 'vitrine.live';
const first: Settings = { minutes: 1, showsGc: true, hiddenTags: [] };

export function useSettings(): [Settings, (change: Partial<Settings>) => void] {
  const [settings, setSettings] = useState(remembered);
  const change = (to: Partial<Settings>) => {
    const next = { ...settings, ...to };
    localStorage.setItem(key, JSON.stringify(next));
    setSettings(next);
  };
  return [settings, change];
}

function remembered(): Settings {
  try {
    const { minutes, showsGc, hiddenTags } = { ...first, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Settings>) };
    return { minutes: ranges.includes(minutes) ? minutes : first.minutes, showsGc: showsGc === true, hiddenTags: Array.isArray(hiddenTags) ? hiddenTags : [] };
  } catch {
    return first;
  }
}
