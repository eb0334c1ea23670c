/** `capture`: fields of their own (weight, lot, photo), by hand or from what a GS1 scan holds. */
import { filled, partOf, scannedText } from '../fields';
import { accept, refuse, type Kind, type Outcome, type Turn } from '../motions';
import type { CaptureStep } from '../steps';

export interface CaptureSub { values: Record<string, string | number>; done: boolean }
type CaptureTurn = Turn<CaptureStep, CaptureSub>;

function firstMissing({ step, sub }: CaptureTurn): string | null {
  return step.fields.find((field) => !Object.hasOwn(sub.values, field)) ?? null;
}

function captured({ step, sub }: CaptureTurn, found: Record<string, string | number>): Outcome<CaptureSub> {
  const values = { ...sub.values, ...found };
  const done = step.fields.every((field) => Object.hasOwn(values, field));
  const effects = Object.entries(found).map(([field, value]) => ({ type: 'captured', step: step.id, field, value }));
  return accept('counted', { ...sub, values, done }, ...effects);
}

function fill(turn: CaptureTurn): Outcome<CaptureSub> {
  const field = turn.event.field;
  if (typeof field !== 'string' || !turn.step.fields.includes(field)) return refuse('not_now');
  const { value, wrong } = filled(field, turn.event.value);
  return value === null ? refuse(wrong) : captured(turn, { [field]: value });
}

function scan(turn: CaptureTurn): Outcome<CaptureSub> {
  const missing = firstMissing(turn);
  const found: Record<string, string | number> = {};
  for (const field of turn.step.fields) {
    const said = partOf(turn.scan.parsed, field)
      ?? (field === missing && (field === 'lot' || field === 'serial') ? scannedText(turn.scan, field) : null);
    const { value } = filled(field, said);
    if (value !== null) found[field] = value;
  }
  return Object.keys(found).length > 0 ? captured(turn, found) : refuse('need_value', { field: missing });
}

export const CAPTURE: Kind<CaptureStep, CaptureSub> = {
  empty: { values: {}, done: false },
  events: {
    fill,
    scan,
    confirm: (turn) =>
      turn.step.optional ? accept('counted', { ...turn.sub, done: true }) : refuse('need_value', { field: firstMissing(turn) }),
  },
  actions: {},
};
