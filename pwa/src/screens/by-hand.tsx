/** Goods at a bench whose label does not scan: which, and how many; by hand where a supervisor consented, else the supervisor is asked. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../components/button';
import { Sheet } from '../components/sheet';
import { handsOf } from '../engine/kinds/shown';
import { currentStep, type CollectStep } from '../engine/steps';
import { subOf } from '../engine/reducer';
import type { CollectSub } from '../engine/kinds/counting';
import { missingLines } from '../engine/lines';
import { NumberPad } from '../input/pads';
import { packWord, say } from '../messages';
import type { Deed, Floor } from '../work/floor';
import { nameOf } from '../work/instruction';
import { asScript, asState } from '../work/read';

interface ByHandProps {
  floor: Floor;
  first: string;
  act: (deed: Deed) => void;
  /** The question to a supervisor about a line of an item, with its photo. */
  ask: (line: number, item: number) => VNode;
  onClose: () => void;
}

/** The most digits that a quantity has. */
const DIGITS = 6;

export function ByHand({ floor, first, act, ask, onClose }: ByHandProps) {
  const { task, state } = floor.atHand.peek()!.shown;
  const script = asScript(task.script);
  const step = currentStep(script, asState(state)) as CollectStep;
  const sub = subOf(asState(state), step) as unknown as CollectSub;
  const rest = missingLines(step, sub);
  // Who counts blind is told what may lie there, and never how many: what is complete stays in the list.
  const lines = step.blind ? step.lines : step.lines.filter(({ id }) => rest.some(({ line }) => line === id));
  const [chosen, choose] = useState(lines.length === 1 ? lines[0] : undefined);
  if (!chosen) {
    return (
      <Sheet title={say('ask_which_no_scan')} name="which" onClose={onClose}>
        <div class="list">
          {lines.map((line) => (
            <Button key={line.id} action={`line-${line.id}`} wide onTap={() => choose(line)}>
              {[nameOf(line.item, floor.names.peek(), script), line.lot?.code].filter(Boolean).join(' · ')}
            </Button>
          ))}
        </div>
      </Sheet>
    );
  }
  const hand = handsOf(script, step, sub).find(({ line, left }) => line === chosen.id && left > 0);
  if (!hand) return ask(chosen.id, chosen.item);
  const start = step.blind ? '' : String(Math.min(hand.left, rest.find(({ line }) => line === hand.line)?.qty ?? hand.left));
  return (
    <Sheet title={say('ask_by_hand')} name="by-hand" onClose={onClose}>
      <NumberPad
        longest={DIGITS}
        unit={(count) => packWord('piece', count)}
        start={start}
        first={first}
        onDone={(typed) => act({ kind: 'quantity', qty: Number(typed), line: hand.line, consents: hand.consents })}
      />
    </Sheet>
  );
}
