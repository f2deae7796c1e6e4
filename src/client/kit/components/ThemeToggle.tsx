import { useTheme } from '../theme';
import { Icon } from './Icon';

const titles = { system: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' };

/** Takes the next theme: as the system, light, dark. The choice is remembered. */
export function ThemeToggle() {
  const [theme, next] = useTheme();
  return (
    <button type="button" class="quiet square" onClick={next} title={titles[theme]} aria-label={titles[theme]}>
      <Icon name={theme} />
    </button>
  );
}
