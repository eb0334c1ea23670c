/** Temperatures at a desk: typed and shown in degrees, kept in whole tenths. */

/** "-18" or "4,5" in tenths; null for an empty field, which says that there is no limit. RangeError for what is no number. */
export function tenthsTyped(typed: string): number | null {
  const bare = typed.replace(',', '.').replace('\u2212', '-');
  if (bare === '') return null;
  const tenths = Math.round(Number(bare) * 10);
  if (Number.isNaN(tenths)) throw new RangeError(typed);
  return tenths;
}

/** As a person writes it, '' for none. */
export const degreesOf = (tenths: number | null): string => (tenths === null ? '' : String(tenths / 10));
