/** What a code that was scanned outside any task stands for: one's own work, other work, a badge, or a thing to look at. */
import { Problem, type JsonObject, type Source } from '../contract';
import { currentStep, type CollectStep } from '../engine';
import { say } from '../messages';
import * as beside from '../sync/beside';
import { asScript, asState, mayGoOn, sentenceOf, type Deed, type Floor } from './floor';
import { string } from './read';

/** The scan itself, as the work that it opens takes it. */
interface Scanned {
  deed: Deed;
  source: Source;
}

/** Work at hand that knows a code as a carton or a pallet that was announced. */
function receiptOf(floor: Floor, key: string): number | null {
  const found = floor.work.tasks.peek().find(({ task, state, ...shown }) => {
    const step = currentStep(asScript(task.script), asState(state));
    return step?.kind === 'collect' && step.cartons !== undefined && mayGoOn({ task, state, ...shown }) && holds(step.cartons, key);
  });
  return found?.task.id ?? null;
}

/** Show the receipt and count what was scanned, unless it may not be gone on with here. */
async function receive(floor: Floor, task: number, { deed, source }: Scanned): Promise<void> {
  floor.start(task);
  const screen = floor.screen.peek();
  if (screen.name === 'task' && screen.id === task) await floor.happen(task, deed, source);
}

function holds(cartons: NonNullable<CollectStep['cartons']>, key: string): boolean {
  return Object.hasOwn(cartons, key) || Object.values(cartons).some(({ pallet }) => pallet === key);
}

/** `code` as it was scanned, without blanks around it; `key` what the catalogue knows it by. */
export async function lookUp(floor: Floor, code: string, key: string, scan: Scanned): Promise<void> {
  // One scan receives a carton: what opens its receipt, or finds it open, counts it as well. No network is needed.
  const at = receiptOf(floor, key);
  if (at !== null) {
    await receive(floor, at, scan);
    return;
  }
  const mine = floor.work.tasks.peek().find((shown) => shown.begun && mayGoOn(shown) && Object.values((shown.state['vars'] ?? {}) as JsonObject).includes(key));
  if (mine) {
    floor.start(mine.task.id);
    floor.tell('right', mine.task.title);
    return;
  }
  const known = floor.names.peek().meaning(key);
  if (!known && (await floor.sync.offline.find(code))) {
    floor.go({ name: 'sign-in', badge: code });
    return;
  }
  floor.busy.value = true;
  try {
    // What the catalogue knows is an item or a place, and those have no work behind them.
    if (!known && (await openWork(floor, code))) {
      const opened = receiptOf(floor, key);
      if (opened === null) floor.tell('right', say('work_opened'));
      else await receive(floor, opened, scan);
      return;
    }
    const found = await beside.lookUp(code);
    if (found.kind === 'badge') floor.go({ name: 'sign-in', badge: code });
    else if (found.kind === 'unknown') floor.tell('wrong', say('lookup_unknown', { code }));
    else {
      floor.go({ name: 'lookup', code, found });
      floor.tell('right', say('found'));
    }
  } catch (error) {
    if (error instanceof Problem && error.code === 'begun_elsewhere') {
      const { person } = (floor.offer.value = offered(error, code));
      floor.tell('attention', person ? say('begun_by', { person }) : say('begun_by_me'));
    } else if (known) {
      floor.go({ name: 'lookup', code: key, found: null });
      floor.tell('attention', say('lookup_offline'));
    } else floor.tell('wrong', await sentenceOf(error, { code }));
  } finally {
    floor.busy.value = false;
  }
}

/** True when there was work behind the code and it is on the screen now. */
async function openWork(floor: Floor, code: string): Promise<boolean> {
  try {
    const { opened } = await floor.sync.request(() => beside.openWork(code));
    if (opened === null) return false;
    floor.start(opened);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'nothing_to_open') return false;
    throw error;
  }
}

function offered({ params }: Problem, code: string): { code: string; title: string; person: string | null } {
  return { code, title: string(params['title']) ?? code, person: string(params['person']) };
}
