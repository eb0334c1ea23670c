/** On-screen keys, so that the soft keyboard never opens: digits, dates, letters. */
import { useState } from 'preact/hooks';
import { Button } from '../components/button';
import { say } from '../messages';

interface PadProps {
  /** Called with what was typed; the pad closes itself by its parent. */
  onDone: (value: string) => void;
  /** The word under the thumb. */
  done?: string;
}

interface NumberPadProps extends PadProps {
  longest: number;
  /** Show dots instead of digits. */
  secret?: boolean;
  /** The unit beside the number, in the form that goes with it. */
  unit?: (value: number) => string;
  start?: string;
}

function Key({ name, label, onTap }: { name: string; label: string; onTap: () => void }) {
  return (
    <button type="button" class="key" data-key={name} onClick={onTap}>
      {label}
    </button>
  );
}

/** Ten large digits. What is shown first is replaced by the first digit typed. */
export function NumberPad({ longest, secret = false, unit, start = '', onDone, done = say('do_ok') }: NumberPadProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const value = typed ?? start;
  const add = (digit: string) => setTyped((before) => ((before ?? '') + digit).slice(0, longest));
  return (
    <div class="pad">
      <output class="typed" data-role="typed">
        {secret ? '●'.repeat(value.length) || '\u00a0' : value || '\u00a0'} {unit && <small>{unit(Number(value))}</small>}
      </output>
      <div class="keys digits">
        {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => (
          <Key key={digit} name={digit} label={digit} onTap={() => add(digit)} />
        ))}
        <Key name="delete" label="⌫" onTap={() => setTyped((before) => (before ?? '').slice(0, -1))} />
        <Key name="0" label="0" onTap={() => add('0')} />
        <Button action="ok" look="primary" disabled={!value} onTap={() => onDone(value)}>
          {done}
        </Button>
      </div>
    </div>
  );
}

/** A date by its six digits, day, month, year; day 00 is the last of the month. Gives YYYY-MM-DD. */
export function DatePad({ onDone, done = say('do_ok') }: PadProps) {
  const [typed, setTyped] = useState('');
  const shown = [0, 2, 4].map((at) => typed.slice(at, at + 2).padEnd(2, '–')).join(' . ');
  return (
    <div class="pad">
      <output class="typed date" data-role="typed" dir="ltr">
        {shown}
      </output>
      <div class="keys digits">
        {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => (
          <Key key={digit} name={digit} label={digit} onTap={() => setTyped((before) => (before + digit).slice(0, 6))} />
        ))}
        <Key name="delete" label="⌫" onTap={() => setTyped((before) => before.slice(0, -1))} />
        <Key name="0" label="0" onTap={() => setTyped((before) => (before + '0').slice(0, 6))} />
        <Button action="ok" look="primary" disabled={typed.length < 6} onTap={() => onDone(dateOf(typed))}>
          {done}
        </Button>
      </div>
    </div>
  );
}

/** DDMMYY as YYYY-MM-DD; a day of 00 is the last of its month. */
export function dateOf(typed: string): string {
  const [day = '', month = '', year = ''] = [typed.slice(0, 2), typed.slice(2, 4), typed.slice(4, 6)];
  const last = new Date(Date.UTC(2000 + Number(year), Number(month), 0)).getUTCDate();
  return `20${year}-${month}-${day === '00' ? String(last).padStart(2, '0') : day}`;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '1234567890-./';

/** Letters and digits for lots, serials and badges, on two pages so that each key is as wide as a gloved thumb. */
export function LetterPad({ onDone, done = say('do_ok'), longest = 40 }: PadProps & { longest?: number }) {
  const [typed, setTyped] = useState('');
  const [letters, setLetters] = useState(true);
  return (
    <div class="pad">
      <output class="typed text" data-role="typed" dir="ltr">
        {typed || '\u00a0'}
      </output>
      <div class={letters ? 'keys letters' : 'keys signs'}>
        {Array.from(letters ? LETTERS : DIGITS, (letter) => (
          <Key key={letter} name={letter} label={letter} onTap={() => setTyped((before) => (before + letter).slice(0, longest))} />
        ))}
        <Key name={letters ? 'digits' : 'letters'} label={letters ? '123' : 'ABC'} onTap={() => setLetters(!letters)} />
        <Key name="delete" label="⌫" onTap={() => setTyped((before) => before.slice(0, -1))} />
        <Button action="ok" look="primary" disabled={!typed} onTap={() => onDone(typed)}>
          {done}
        </Button>
      </div>
    </div>
  );
}
