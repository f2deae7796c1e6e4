/** The mark: three scopes of a waterfall behind glass. The same drawing as icon.svg. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M7 10.5h18M7 16h11M12 21.5h13" />
    </svg>
  );
}
