/** Icons on a 16 by 16 grid, drawn with strokes of the text's colour. */
const drawings = {
  requests: 'M2 4h9M4 8h9M7 12h7',
  chat: 'M2.5 3.5h11v7.5h-6l-3 2.5V11h-2z',
  services: 'M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01',
  profiles: 'M8 1.8c.6 2.4 3.9 3.9 3.9 7.4a3.9 3.9 0 0 1-7.8 0c0-1.6.8-2.6 1.7-3.5.2 1.1.7 1.7 1.2 2C6.7 5.6 7 3.4 8 1.8z',
  live: 'M1.5 9h3l1.8-5 3 8.5L11.4 7l.8 2h2.3',
  audit: 'M8 1.8l5 1.9v3.6c0 3.4-2 5.7-5 6.9-3-1.2-5-3.5-5-6.9V3.7zM5.7 7.9l1.7 1.7 3-3.2',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 7.3v3.6M8 5.1h.01',
  download: 'M8 2.5v7.5M4.8 7l3.2 3.2L11.2 7M3 13.2h10',
  enlarge: 'M9.5 2.5h4v4M6.5 13.5h-4v-4M13.2 2.8L9.3 6.7M2.8 13.2l3.9-3.9',
  shrink: 'M13.5 6.5h-4v-4M2.5 9.5h4v4M9.8 6.2l3.7-3.7M6.2 9.8l-3.7 3.7',
  light: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.2v1.3M8 13.5v1.3M1.2 8h1.3M13.5 8h1.3M3.2 3.2l.9.9M11.9 11.9l.9.9M3.2 12.8l.9-.9M11.9 4.1l.9-.9',
  dark: 'M13.4 9.6A5.8 5.8 0 0 1 6.4 2.6a5.8 5.8 0 1 0 7 7z',
  system: 'M2 3h12v8H2zM6 13.5h4M8 11v2.5',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  pause: 'M5.5 3v10M10.5 3v10',
  play: 'M4.5 3l8 5-8 5z',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.4 10.4l3.1 3.1',
  close: 'M4 4l8 8M12 4l-8 8',
  back: 'M9.5 3.5L5 8l4.5 4.5',
  expand: 'M6 3.5L10.5 8 6 12.5',
  keys: 'M1.5 4h13v8h-13zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M5 9.5h6',
  warning: 'M8 2.2l6.2 11.3H1.8zM8 6.5v3.2M8 11.7h.01',
} as const;

export type IconName = keyof typeof drawings;

/** An icon; `label` names it for those who do not see it, without one it is decoration. */
export function Icon({ name, label }: { name: IconName; label?: string }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" role={label ? 'img' : undefined} aria-label={label} aria-hidden={label ? undefined : true}>
      <path d={drawings[name]} />
    </svg>
  );
}
