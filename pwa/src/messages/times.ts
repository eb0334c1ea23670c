/** Days and spans of time, as the spoken language writes them. */
import { locale } from '.';

/** A day that came as YYYY-MM-DD. */
export function day(iso: string): string {
  const at = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(at) ? iso : new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(at);
}

/** How long ago something was: "5 minutes ago". */
export function ago(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  const format = new Intl.RelativeTimeFormat(locale());
  if (minutes < 120) return format.format(-minutes, 'minute');
  return minutes < 2_880 ? format.format(-Math.round(minutes / 60), 'hour') : format.format(-Math.round(minutes / 1_440), 'day');
}
