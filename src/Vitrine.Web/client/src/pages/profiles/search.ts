/** What a search means: a pattern, or just its letters when it is none. Null finds nothing. */
export function matcher(search: string): ((name: string) => boolean) | null {
  const words = search.trim();
  if (words === '') return null;
  try {
    const pattern = new RegExp(words, 'i');
    return (name) => pattern.test(name);
  } catch {
    const plain = words.toLowerCase();
    return (name) => name.toLowerCase().includes(plain);
  }
}
