/** The hue of a module in degrees, the same in every picture; keep in sync with FlameHue.cs. */
export function flameHue(module: string): number {
  // FNV-1a, 32 bits, over UTF-16 units; its upper half, which is the better mixed one.
  let hash = 2_166_136_261;
  for (let place = 0; place < module.length; place++) hash = Math.imul(hash ^ module.charCodeAt(place), 16_777_619);
  return (hash >>> 16) % 360;
}
