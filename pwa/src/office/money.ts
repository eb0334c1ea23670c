/** Money as a desk shows it: whole minor units of a currency, with as many digits as the currency has. */

const formats = new Map<string, { format: Intl.NumberFormat; units: number }>();

function of(currency: string): { format: Intl.NumberFormat; units: number } {
  let known = formats.get(currency);
  if (!known) {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    known = { format, units: 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2) };
    formats.set(currency, known);
  }
  return known;
}

/** €1,234.50 */
export function money(minor: number, currency: string): string {
  const { format, units } = of(currency);
  return format.format(minor / units);
}

/** How many minor units a person's "12.50" is; null when it is no amount. */
export function minorUnits(typed: string, currency: string): number | null {
  const { units } = of(currency);
  const value = Number(typed.replace(',', '.'));
  return typed.trim() !== '' && Number.isFinite(value) && value >= 0 ? Math.round(value * units) : null;
}

/** The amount as it is typed: 12.50. */
export const typedAmount = (minor: number, currency: string): string => {
  const { units } = of(currency);
  return units === 1 ? String(minor) : (minor / units).toFixed(String(units).length - 1);
};
