/** A short question with its keys: how many in all, how many are left, which lot. */
import { Sheet } from '../components/sheet';
import { NumberPad } from '../input/pads';
import { packWord, say } from '../messages';
import type { Deed } from '../work/floor';
import type { Instruction } from '../work/instruction';
import { FieldQuestion } from './field';

export type Asked = 'quantity' | 'left' | 'damaged' | 'unknown' | 'lot' | 'expiry' | 'serial' | 'weight_g' | 'photo';

interface QuestionProps {
  asked: Asked;
  instruction: Instruction;
  /** What has been typed already. */
  first: string;
  act: (deed: Deed) => void;
  onClose: () => void;
}

/** The most digits that a quantity has. */
const DIGITS = 6;
/** A number whose words are those for a number that nobody knows yet. */
const MANY = 5;

export function Question({ asked, instruction, first, act, onClose }: QuestionProps) {
  const { pad, place } = instruction;
  const pack = pad?.type === 'quantity' ? pad.pack : 'piece';
  const number = (deed: (value: number) => Deed, unit: (value: number) => string, start = '') => (
    <NumberPad longest={DIGITS} unit={unit} start={start} first={first} onDone={(typed) => act(deed(Number(typed)))} />
  );
  const pieces = (count: number): string => packWord('piece', count);
  switch (asked) {
    case 'quantity': {
      const most = pad?.type === 'quantity' ? pad.most : null;
      return (
        <Sheet title={say('ask_quantity', { packs: packWord(pack, MANY) })} name="quantity" onClose={onClose}>
          {number((qty) => ({ kind: 'quantity', qty }), (count) => packWord(pack, count), most === null ? '' : String(most))}
        </Sheet>
      );
    }
    case 'left':
      return (
        <Sheet title={say('ask_left')} name="left" onClose={onClose}>
          {number((left) => ({ kind: 'action', action: 'short', left }), place ? () => say('left_in_bin', { place: place.code }) : pieces)}
        </Sheet>
      );
    case 'damaged':
      return (
        <Sheet title={say('ask_damaged')} name="damaged" onClose={onClose}>
          {number((qty) => ({ kind: 'action', action: 'damaged', qty }), pieces, '1')}
        </Sheet>
      );
    case 'unknown':
      return (
        <Sheet title={say('ask_unknown')} name="unknown" onClose={onClose}>
          {number((qty) => ({ kind: 'action', action: 'unknown', code: '', qty }), pieces, '1')}
        </Sheet>
      );
    case 'photo':
      return null;
    default:
      return <FieldQuestion field={asked} first={first} act={act} onClose={onClose} />;
  }
}
