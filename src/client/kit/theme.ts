import { useState } from 'preact/hooks';

/** `system` follows the machine; the other two were chosen and are remembered. */
export type Theme = 'system' | 'light' | 'dark';

const key = 'vitrine.theme';
const following: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };

/** The theme, and a function that takes the next one. */
export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState(remembered);
  const next = () => {
    const chosen = following[theme];
    apply(chosen);
    setTheme(chosen);
  };
  return [theme, next];
}

function remembered(): Theme {
  const value = localStorage.getItem(key);
  return value === 'light' || value === 'dark' ? value : 'system';
}

function apply(theme: Theme): void {
  if (theme === 'system') {
    localStorage.removeItem(key);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(key, theme);
    document.documentElement.dataset.theme = theme;
  }
}
