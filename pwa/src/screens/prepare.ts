/** Work beyond a plain pick is prepared before it is taken: once it is on the screen, nothing of it has to be fetched. */
import type { JsonObject } from '../contract';
import { knowsKinds, learnKinds, type Script } from '../engine';
import { learnTheRest } from '../messages';
import { learnLines } from '../work/instruction';
import { learnParts } from './task';

/** Load what work beyond a plain pick needs, before it is shown: words and drawings first, so that kinds that are known can be shown, too. */
export async function prepare(given: JsonObject): Promise<boolean> {
  const script = given as unknown as Script;
  // A reason is said in seldom words.
  if (knowsKinds(script) && !script.steps.some(({ why }) => why)) return true;
  try {
    const [{ SELDOM_LINES }, words] = await Promise.all([import('../work/seldom-lines'), learnTheRest(), learnParts()]);
    if (!words) return false;
    learnLines(SELDOM_LINES);
    await learnKinds();
  } catch {
    return false;
  }
  return true;
}
