/** A short question with its keys: how many in all, how many are left, which lot. */
import { useMemo, useState } from 'preact/hooks';
import { Button } from '../components/button';
import { Sheet } from '../components/sheet';
import { reduce } from '../engine/reducer';
import { NumberPad } from '../input/pads';
import { PhotoCamera } from '../input/photo-camera';
import { packWord, say } from '../messages';
import { aboutOf, keepPhoto, type Shows } from '../work/evidence';
import type { Deed, Floor } from '../work/floor';
import type { Instruction } from '../work/instruction';
import { asScript, asState } from '../work/read';
import { ByHand } from './by-hand';
import { Evidence, Taken } from './evidence';
import { FieldQuestion } from './field';

export type Asked = 'quantity' | 'left' | 'damaged' | 'no_scan' | 'stray' | 'unknown' | 'lot' | 'expiry' | 'serial' | 'weight_g' | 'temperature' | 'name' | 'photo';

interface QuestionProps {
  floor: Floor;
  asked: Asked;
  instruction: Instruction;
  /** What has been typed already. */
  first: string;
  act: (deed: Deed) => void;
  onClose: () => void;
}

const SKIP: Deed = { kind: 'action', action: 'skip' };
/** The most digits that a quantity has. */
const DIGITS = 6;
/** A number whose words are those for a number that nobody knows yet. */
const MANY = 5;

/** Whether there is other work than this line. */
function mayGoOn(floor: Floor): boolean {
  const { task, state } = floor.atHand.peek()!.shown;
  return reduce(asScript(task.script), asState(state), { ...SKIP }, null).accepted;
}

export function Question({ floor, asked, instruction, first, act, onClose }: QuestionProps) {
  const { pad, place } = instruction;
  const about = useMemo(() => aboutOf(floor), []);
  const [photo, setPhoto] = useState<Blob | null>(null);
  const [taking, setTaking] = useState(false);
  const pack = pad?.type === 'quantity' ? pad.pack : 'piece';
  const number = (deed: (value: number) => Deed, unit: (value: number) => string, start = '') => (
    <NumberPad longest={DIGITS} unit={unit} start={start} first={first} onDone={(typed) => act(deed(Number(typed)))} />
  );
  const pieces = (count: number): string => packWord('piece', count);
  /** What is told may be shown as well; the telling does not wait for it. */
  const shown = (shows: Shows, title: string, name: string, deed: (value: number) => Deed, unit: (value: number) => string, start = '', then?: Deed | null, of = about) => (
    <>
      <Sheet title={title} name={name} onClose={onClose}>
        <NumberPad
          longest={DIGITS}
          unit={unit}
          start={start}
          first={first}
          onDone={(typed) => {
            act(deed(Number(typed)));
            if (photo) void keepPhoto(floor, photo, shows, of);
            // Who says none goes nowhere: nothing was asked.
            if (then && Number(typed)) act(then);
          }}
        />
        <div class="row add-photo">
          {photo && <Taken photo={photo} />}
          <Button action="photo" onTap={() => setTaking(true)}>
            {say(photo ? 'do_another_photo' : 'do_add_photo')}
          </Button>
        </div>
      </Sheet>
      {taking && (
        <Sheet title={say('do_photo')} name="photo" onClose={() => setTaking(false)}>
          <PhotoCamera onPhoto={(taken) => (setPhoto(taken), setTaking(false))} />
        </Sheet>
      )}
    </>
  );
  /** The same question of a line at a bench. */
  const askOf = (line: number, item: number) => shown('no_scan', say('ask_no_scan'), 'no_scan', (qty) => ({ kind: 'action', action: 'no_scan', qty, line }), pieces, '1', null, { ...about, item });
  switch (asked) {
    case 'quantity': {
      const most = pad?.type === 'quantity' ? pad.most : null;
      const line = pad?.type === 'quantity' && pad.line !== undefined ? { line: pad.line, consents: pad.consents ?? [] } : {};
      return (
        <Sheet title={say('ask_quantity', { packs: packWord(pack, MANY) })} name="quantity" onClose={onClose}>
          {number((qty) => ({ kind: 'quantity', qty, ...line }), (count) => packWord(pack, count), most === null ? '' : String(most))}
        </Sheet>
      );
    }
    case 'left':
      return shown('short', say('ask_left'), 'left', (left) => ({ kind: 'action', action: 'short', left }), place ? () => say('left_in_bin', { place: place.code }) : pieces);
    case 'damaged':
      return shown('damaged', say('ask_damaged'), 'damaged', (qty) => ({ kind: 'action', action: 'damaged', qty }), pieces, '1');
    case 'no_scan':
      if (instruction.kind === 'collect') return <ByHand floor={floor} first={first} act={act} ask={askOf} onClose={onClose} />;
      // Nobody stands and waits for an answer: the line comes again when the others are done.
      return shown('no_scan', say('ask_no_scan'), 'no_scan', (qty) => ({ kind: 'action', action: 'no_scan', qty }), pieces, '1', mayGoOn(floor) ? SKIP : null);
    case 'stray':
      return shown('other', say('ask_stray'), 'stray', (qty) => ({ kind: 'action', action: 'stray', qty }), pieces, '1');
    case 'unknown':
      return shown('unknown', say('ask_unknown'), 'unknown', (qty) => ({ kind: 'action', action: 'unknown', code: '', qty }), pieces, '1');
    case 'photo':
      // Where a step itself offers a photo, it is of the goods that nobody knows.
      return <Evidence floor={floor} shows={instruction.allow.includes('photo') ? 'unknown' : null} onClose={onClose} />;
    default:
      return <FieldQuestion field={asked} below={pad?.type === 'temperature' && pad.below} size={pad && 'size' in pad ? pad.size : undefined} first={first} act={act} onClose={onClose} />;
  }
}
