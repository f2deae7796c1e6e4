/** A colour of the tokens as a canvas understands it: in the theme of the moment, without functions of CSS. `value` is what CSS would say. */
export function colourOf(value: string, box: HTMLElement): string {
  box.style.color = value;
  const { color } = getComputedStyle(box);
  box.style.color = '';
  return color;
}
