/** What a scan shows of a scanner's set-up, and what is to be done about it. Pure. */
import { parse } from '../engine';
import type { ScannerProfile } from './profile';
import { trialOf, type Trial } from './trials';
import type { WedgeScan } from './wedge';

/** Something that is wrong; `learn` is what the device can do about it by itself. */
export interface Finding {
  code: 'no_end' | 'no_identifier' | 'gs_lost' | 'gs_other' | 'added_before' | 'added_after' | 'layout' | 'letter_case' | 'cut' | 'no_check_digit' | 'slow' | 'unreadable';
  words: Record<string, string | number>;
  learn: Partial<ScannerProfile> | null;
}

export interface Diagnosis {
  /** The test code that was scanned, if it is one. */
  trial: Trial['name'] | null;
  aim: string | null;
  gs: 'kept' | 'lost' | 'other' | null;
  findings: Finding[];
}

const GS = '\x1d';
const AIM = /\][A-Za-z][0-9A-Za-z]/;
/** Above this a long code may be taken for two, and scanning feels slow. */
const SLOW_MS = 100;

const found = (code: Finding['code'], words: Finding['words'] = {}, learn: Finding['learn'] = null): Finding => ({ code, words, learn });

/** What this scan shows. It goes by what was really typed, whatever the device has learnt to take off. */
export function diagnose(scan: WedgeScan): Diagnosis {
  const trial = trialOf(scan.raw);
  const aim = AIM.exec(scan.raw)?.[0] ?? null;
  const general = [
    ...(scan.end === 'silence' ? [found('no_end')] : []),
    ...(scan.longestGapMs > SLOW_MS ? [found('slow', { ms: Math.round(scan.longestGapMs) })] : []),
    ...(scan.raw.includes('\ufffd') || (!trial && unread(scan.code)) ? [found('unreadable')] : []),
  ];
  if (!trial) return { trial: null, aim, gs: null, findings: general };
  const { gs, findings } = against(trial, scan.raw, aim);
  return { trial: trial.name, aim, gs, findings: [...general, ...findings] };
}

function unread(code: string): boolean {
  const { error } = parse(code);
  return error !== undefined && error !== 'gs1_unknown_ai';
}

/** What came, against what stands on the sheet. */
function against(trial: Trial, raw: string, aim: string | null): { gs: Diagnosis['gs']; findings: Finding[] } {
  const findings: Finding[] = [];
  if (trial.wantsAim && aim === null) findings.push(found('no_identifier'));
  const separator = separatorOf(trial, raw);
  const gs = separator === null ? null : separator === GS ? 'kept' : separator === '' ? 'lost' : 'other';
  if (gs === 'lost') findings.push(found('gs_lost'));
  if (gs === 'other') findings.push(found('gs_other', { sign: separator! }, { gsSubstitute: separator! }));
  const whole = gs === 'other' ? raw.replace(separator!, GS) : raw;
  const wanted = gs === 'lost' ? trial.text.replace(GS, '') : trial.text;
  const at = whole.indexOf(wanted);
  if (at < 0) return { gs, findings: [...findings, ...changed(trial, whole, wanted)] };
  const before = whole.slice(0, at).replace(new RegExp(`${AIM.source}$`), '');
  const after = whole.slice(at + wanted.length);
  // A reader may send an EAN with the nought in front that makes fourteen or thirteen digits of it.
  if (before && !(trial.name === 'goods' && /^0+$/.test(before))) findings.push(found('added_before', { text: before }, { prefix: before }));
  if (after) findings.push(found('added_after', { text: after }, { suffix: after }));
  return { gs, findings };
}

/** What stands between the lot and what follows it; null where the code has no separator. */
function separatorOf({ name, text }: Trial, raw: string): string | null {
  if (!text.includes(GS)) return null;
  return (name === 'matrix' ? /10AB(.{0,6}?)21TEST/is : /10AB(.{0,6}?)3710/is).exec(raw)?.[1] ?? null;
}

/** The code is there, but not as it was printed: how does it differ? */
function changed(trial: Trial, raw: string, wanted: string): Finding[] {
  const bare = raw.replace(AIM, '');
  if (bare.toLowerCase() === wanted.toLowerCase()) return [found('letter_case')];
  if (trial.name === 'goods') return [found('no_check_digit')];
  if (bare.length < wanted.length && wanted.includes(bare)) return [found('cut', { count: bare.length, total: wanted.length })];
  return trial.name === 'text' ? [found('layout', { text: bare })] : [found('unreadable')];
}
