/** A question about the goods themselves: lot, date, serial number, weight. */
import { Sheet } from '../components/sheet';
import { DegreePad } from '../input/degrees';
import { DatePad, LetterPad } from '../input/letters';
import { NumberPad } from '../input/pads';
import { say } from '../messages';
import type { Deed } from '../work/floor';

interface FieldProps {
  field: 'lot' | 'expiry' | 'serial' | 'weight_g' | 'temperature' | 'name';
  /** Below zero, as a temperature is begun. */
  below?: boolean;
  first: string;
  act: (deed: Deed) => void;
  onClose: () => void;
}

export function FieldQuestion({ field, below = false, first, act, onClose }: FieldProps) {
  const fill = (value: string | number): void => act({ kind: 'fill', field, value });
  return (
    <Sheet title={say(`ask_${field}`)} name={field} onClose={onClose}>
      {field === 'expiry' && (
        <>
          <p class="hint">{say('ask_expiry_hint')}</p>
          <DatePad onDone={fill} />
        </>
      )}
      {field === 'weight_g' && <NumberPad longest={9} unit={() => say('unit_g')} first={first} onDone={(typed) => fill(Number(typed))} />}
      {field === 'temperature' && <DegreePad below={below} first={first} onDone={fill} />}
      {(field === 'lot' || field === 'serial') && <LetterPad onDone={fill} />}
      {field === 'name' && <LetterPad onDone={fill} longest={60} spaces />}
    </Sheet>
  );
}
