/** How the screen looks on this device: as the device wants it, light, dark, or in high contrast. Kept beside the app, since it is nobody's. */

export const LOOKS = ['auto', 'light', 'dark', 'contrast'] as const;
export type Look = (typeof LOOKS)[number];
const KEPT = 'look';

export function look(): Look {
  const kept = localStorage.getItem(KEPT);
  return LOOKS.find((one) => one === kept) ?? 'auto';
}

/** Show it so from now on; the tokens follow the page's `data-look`. */
export function wear(wanted: Look = look()): void {
  localStorage.setItem(KEPT, wanted);
  document.documentElement.dataset['look'] = wanted;
}
