/**
 * `reduce`: what an event means for a task, as docs/scripts.md says.
 * Pure: no clock, no randomness, no look-up, and nothing that is given is changed; the new state shares with the old
 * one whatever did not change. server/pickface/tasks/reducer.py is the other reading, and the one that counts.
 */
import { byForm, parse } from './barcodes';
import { GO } from './kinds/go';
import { PUT } from './kinds/put';
import { TAKE } from './kinds/take';
import type { AnyKind, Handler, Scan, Turn } from './motions';
import {
  currentStep, groupOf, own, placeAtHand,
  type Effect, type Event, type Params, type Result, type Script, type State, type Step, type Sub, type Thing,
} from './steps';

/** The table where step kinds and their functions meet; those that a pick does not need are learnt. */
const KINDS: Record<string, AnyKind> = {
  go: GO as unknown as AnyKind,
  take: TAKE as unknown as AnyKind,
  put: PUT as unknown as AnyKind,
};

/** Whether each of a script's steps can be run now, and shown. */
export function knowsKinds(script: Script): boolean {
  return script.steps.every(kindOf);
}

/** Load the other kinds. Rejects where their file cannot be had. */
export async function learnKinds(): Promise<void> {
  Object.assign(KINDS, (await import('./kinds/seldom')).SELDOM);
}

/** These tell more than "step done" and keep their word when they finish a step. */
const TELLING = new Set(['go_alternative', 'over', 'not_expected']);
const NO_SCAN: Scan = { raw: '', parsed: { key: '' }, thing: null, known: false };

/** How a step works and is shown, if that is known. */
export function kindOf(step: Step): AnyKind | undefined {
  return own(KINDS, nameOf(step));
}

/** The name of a step's kind, or of a form of it that a plain pick does not need: dealing out on a cart or at a wall, putting goods away, announced cartons. */
function nameOf(step: Step): string {
  if (step.kind === 'take') return step.shares ? 'take_shares' : step.into?.container != null ? 'take_whole' : step.container?.position === undefined ? 'take' : 'take_position';
  if (step.kind !== 'put') {
    return ['load', 'shares', 'cartons'].find((form) => form in step) ?? step.kind;
  }
  const { what, to, prove, why } = step;
  const bringsTote = what.item == null && !what.cart && !prove && !why && to.places?.length && !to.container_kinds?.length;
  return bringsTote ? 'put' : 'put_goods';
}

/** The sub-state of a step, the kind's empty one if nothing has happened to it. */
export function subOf(state: State, step: Step): Sub {
  return { ...kindOf(step)?.empty, ...own(state.steps, step.id) };
}

/**
 * The state after an event, whether it was accepted, and the effects it has. `seen` is what the scanned code means
 * outside the script, or null if nobody knows it.
 */
export function reduce(script: Script, state: State, event: Event, seen: Thing | null): Result {
  const step = state.done ? undefined : currentStep(script, state);
  if (!step) return refused(state, 'task_finished', {});
  if (state.parked) return refused(state, 'is_parked', {});
  const kind = kindOf(step);
  const sub = subOf(state, step);
  const word = typeof event.kind === 'string' ? event.kind : '';
  let handler: Handler<Step, Sub> | undefined;
  if (word === 'action') {
    const action = typeof event.action === 'string' ? event.action : '';
    if (action === 'undo') return undo(state);
    if (!(step.allow ?? []).includes(action)) return refused(state, 'not_here', {});
    if (action === 'skip' || action === 'blocked') return skip(script, state, event, step, sub);
    if (action === 'park') return park(state, event, step);
    handler = kind && own(kind.actions, action);
  } else {
    handler = kind && own(kind.events, word);
  }
  if (!handler) return refused(state, 'not_now', {});
  const scan = word === 'scan' ? readScan(script, event, seen, platesOf(state, step)) : NO_SCAN;
  return apply(handler, { script, state, step, sub, event, scan });
}

/** The plates on the cart, where a step deals out goods: they need no look-up. */
function platesOf(state: State, step: Step): string[] {
  return 'shares' in step && step.shares ? Object.values(state.vars) : [];
}

/** What was scanned: a plate on the cart, else the script's word, else the look-up's, else what its form says. */
export function readScan(script: Script, event: Event, seen: Thing | null, plates: readonly string[] = []): Scan {
  const raw = typeof event.code === 'string' ? event.code : '';
  const parsed = parse(raw, typeof event.symbology === 'string' ? event.symbology : '');
  if (plates.includes(parsed.key)) return { raw, parsed, thing: { container: parsed.key, kind: 'tote' }, known: true };
  const thing = own(script.codes, parsed.key) ?? seen;
  if (!thing || Object.keys(thing).length === 0) return { raw, parsed, thing: byForm(parsed), known: false };
  // A field without a value is as good as left out.
  const told = Object.fromEntries(Object.entries(thing).filter(([, value]) => value !== null));
  return { raw, parsed, thing: told, known: true };
}

function apply(handler: Handler<Step, Sub>, turn: Turn<Step, Sub>): Result {
  const outcome = handler(turn);
  if (!outcome.sub) return refused(turn.state, outcome.code, outcome.params);
  if (outcome.memory === 'same') return accepted(turn.state, outcome.code, outcome.params, []);
  const state: State = {
    steps: { ...turn.state.steps, [turn.step.id]: outcome.sub },
    vars: outcome.vars ?? turn.state.vars,
    skipped: turn.state.skipped,
    done: false,
    undo: outcome.memory ? null : remembered(turn.state, turn.event),
  };
  if (!outcome.sub.done) return accepted(state, outcome.code, outcome.params, outcome.effects);
  if (currentStep(turn.script, state)) {
    const code = TELLING.has(outcome.code) ? outcome.code : 'step_done';
    return accepted(state, code, outcome.params, outcome.effects);
  }
  return accepted({ ...state, done: true }, 'task_done', outcome.params, [...outcome.effects, { type: 'task_done' }]);
}

function skip(script: Script, state: State, event: Event, step: Step, sub: Sub): Result {
  const group = groupOf(step);
  const skipped = [...state.skipped.filter((name) => name !== group), group];
  const following = currentStep(script, { ...state, skipped });
  const told: Effect[] = event.action === 'blocked' ? [{ type: 'blocked', step: step.id, place: placeAtHand(step, sub) }] : [];
  const undo = remembered(state, event);
  if (!following || groupOf(following) === group) {
    // The only work left cannot be reached: somebody must hear of it all the same.
    return told.length ? accepted({ ...state, undo }, 'blocked_told', {}, told) : refused(state, 'nothing_else', {});
  }
  return accepted({ ...state, skipped, undo }, 'skipped', {}, [...told, { type: 'skipped', step: step.id }]);
}

function park(state: State, event: Event, step: Step): Result {
  const code = typeof event.code === 'string' ? event.code : null;
  // Whoever takes it up must not undo what another person did.
  return accepted({ ...state, parked: true, undo: null }, 'parked', {}, [{ type: 'parked', step: step.id, code }]);
}

function undo(state: State): Result {
  const last = state.undo;
  if (!last) return refused(state, 'nothing_to_undo', {});
  return accepted({ ...last.state, undo: null }, 'undone', {}, [{ type: 'undone', event: last.event }]);
}

function remembered(state: State, event: Event): NonNullable<State['undo']> {
  return { event: event.id ?? null, state: { ...state, undo: null } };
}

function accepted(state: State, code: string, params: Params, effects: Effect[]): Result {
  return { state, accepted: true, code, params, effects };
}

function refused(state: State, code: string, params: Params): Result {
  return { state, accepted: false, code, params, effects: [] };
}
