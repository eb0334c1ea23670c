/** A question about the goods themselves: lot, date, serial number, weight. */
import { Sheet } from '../components/sheet';
import { DegreePad } from '../input/degrees';
import { DatePad, LetterPad } from '../input/letters';
import { NumberPad } from '../input/pads';
import type { SizeField } from '../engine/fields';
import { say } from '../messages';
import type { Deed } from '../work/floor';

interface FieldProps {
  field: 'lot' | 'expiry' | 'serial' | 'weight_g' | 'temperature' | 'name';
  /** Below zero, as a temperature is begun. */
  below?: boolean;
  /** What of one piece is measured, where that is asked. */
  size?: SizeField | undefined;
  first: string;
  act: (deed: Deed) => void;
  onClose: () => void;
}

/** The most digits that grams and millimetres of one piece have. */
const SIZE_DIGITS = 7;

export function FieldQuestion({ field, below = false, size, first, act, onClose }: FieldProps) {
  const named = size ?? field;
  const fill = (value: string | number): void => act({ kind: 'fill', field: named, value });
  return (
    <Sheet title={say(`ask_${named}`)} name={named} onClose={onClose}>
      {field === 'expiry' && (
        <>
          <p class="hint">{say('ask_expiry_hint')}</p>
          <DatePad onDone={fill} />
        </>
      )}
      {field === 'weight_g' && <NumberPad longest={size ? SIZE_DIGITS : 9} unit={() => say(named.endsWith('mm') ? 'unit_mm' : 'unit_g')} first={first} onDone={(typed) => fill(Number(typed))} />}
      {field === 'temperature' && <DegreePad below={below} first={first} onDone={fill} />}
      {(field === 'lot' || field === 'serial') && <LetterPad onDone={fill} />}
      {field === 'name' && <LetterPad onDone={fill} longest={60} spaces />}
    </Sheet>
  );
}
