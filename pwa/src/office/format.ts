/** Numbers and times as a desk shows them: in the site's time zone, in the person's language. */
import { signal } from '@preact/signals';
import { tell } from '../messages/desk';

/** The site's IANA zone; set when somebody signs in. */
export const zone = signal('UTC');

const formats = new Map<string, Intl.DateTimeFormat>();

function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${name} ${zone.value}`;
  let made = formats.get(key);
  if (!made) {
    try {
      made = new Intl.DateTimeFormat(language(), { ...options, timeZone: zone.value });
    } catch {
      made = new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' });
    }
    formats.set(key, made);
  }
  return made;
}

/** Plain English is written the way most of the world does: day before month. */
function language(): string {
  const spoken = document.documentElement.lang || 'en';
  return spoken === 'en' ? 'en-GB' : spoken;
}

const numbers = new Intl.NumberFormat('en');

let forSheets = false;

/** What is written meanwhile is for a spreadsheet: numbers without commas, moments with their year, in the order that sorts. */
export function asData<T>(work: () => T): T {
  forSheets = true;
  try {
    return work();
  } finally {
    forSheets = false;
  }
}

/** 12,345. */
export const count = (value: number): string => (forSheets ? String(value) : numbers.format(value));

/** 12.50 €, from cents; a minus sign where it is lost. */
export function money(minor: number, currency: string): string {
  try {
    const coins = new Intl.NumberFormat(language(), { style: 'currency', currency });
    const digits = coins.resolvedOptions().maximumFractionDigits ?? 2;
    if (forSheets) return `${(minor / 10 ** digits).toFixed(digits)} ${currency}`;
    return coins.format(minor / 10 ** digits);
  } catch {
    return `${count(minor)} ${currency}`;
  }
}

/** The time of day, with seconds. */
export const clockTime = (at: number): string => safe(at, format('clock', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }));

/** Day and time. */
export const dayTime = (at: number): string => (forSheets ? dataTime(at) : safe(at, format('day', { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })));

/** 2026-11-28 18:05, by the site's clocks. */
function dataTime(at: number): string {
  const wall = at + offset(at);
  return Math.abs(wall) < 8.64e15 ? new Date(wall).toISOString().slice(0, 16).replace('T', ' ') : String(at);
}

/** Day, year and time. */
export const fullTime = (at: number): string =>
  safe(at, format('full', { day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }));

/** The moment when the site's clocks show what a date-and-time field says (`2026-11-28T18:00`); NaN where it says nothing. */
export function momentOf(wall: string): number {
  const meant = Date.parse(`${wall}Z`);
  if (Number.isNaN(meant)) return NaN;
  // What the site's clock shows is ahead of UTC by its offset, which may be another one there.
  let at = meant - offset(meant);
  at = meant - offset(at);
  return at;
}

function offset(at: number): number {
  const parts = format('wall', { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(at / 1000) * 1000;
}

/** A moment of a scan: seconds always, the day unless it is today. */
export function moment(at: number): string {
  const day = format('date', { day: '2-digit', month: 'short', year: '2-digit' });
  return safe(at, day) === safe(Date.now(), day) ? clockTime(at) : `${safe(at, format('short', { day: '2-digit', month: 'short' }))} ${clockTime(at)}`;
}

/** A device's clock may hold anything, also what no calendar has. */
function safe(at: number, how: Intl.DateTimeFormat): string {
  return Math.abs(at) < 8.64e15 ? how.format(at) : String(at);
}

/** How long it is from `from` to `to`: "now", "5 min", "2 h 10 min", "3 d". */
export function span(from: number, to: number): string {
  const minutes = Math.floor((to - from) / 60_000);
  if (minutes < 1) return tell('now');
  if (minutes < 60) return tell('minutes', { n: minutes });
  if (minutes < 24 * 60) return tell('hours', { n: Math.floor(minutes / 60), m: minutes % 60 });
  return tell('days', { n: Math.floor(minutes / 1440) });
}
