/** What stands at a packing beside its sentence: the carton that is proposed; and from its first one on papers that do not come are told. */
import { useEffect } from 'preact/hooks';
import type { Floor } from '../work/floor';
import { asScript, asState } from '../work/read';
import { watchPrinting } from '../work/jam';
import { Stacking } from './stacking';

export function Packing({ floor }: { floor: Floor }) {
  useEffect(() => watchPrinting(floor), [floor]);
  const { shown } = floor.atHand.value ?? {};
  return shown ? <Stacking script={asScript(shown.task.script)} state={asState(shown.state)} /> : null;
}
