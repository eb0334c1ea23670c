/** On-screen keys for dates and for letters. */
import { useState } from 'preact/hooks';
import { Button } from '../components/button';
import { say } from '../messages';
import { Key, useCard, type PadProps } from './pads';

/** A date by its six digits, day, month, year; day 00 is the last of the month. Gives YYYY-MM-DD. */
export function DatePad({ onDone, done = say('do_ok') }: PadProps) {
  const [typed, setTyped] = useState('');
  const add = (digit: string) => setTyped((before) => (before + digit).slice(0, 6));
  const remove = () => setTyped((before) => before.slice(0, -1));
  useCard(typed, typed.length === 6, add, remove, () => onDone(dateOf(typed)));
  const shown = [0, 2, 4].map((at) => typed.slice(at, at + 2).padEnd(2, '–')).join(' . ');
  return (
    <div class="pad">
      <output class="typed date" data-role="typed" dir="ltr">
        {shown}
      </output>
      <div class="keys digits">
        {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => (
          <Key key={digit} name={digit} label={digit} onTap={() => add(digit)} />
        ))}
        <Key name="delete" label="⌫" onTap={remove} />
        <Key name="0" label="0" onTap={() => add('0')} />
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
export function LetterPad({ onDone, done = say('do_ok'), longest = 40, spaces = false }: PadProps & { longest?: number; spaces?: boolean }) {
  const [typed, setTyped] = useState('');
  const [letters, setLetters] = useState(true);
  const add = (letter: string) => setTyped((before) => (before + letter).slice(0, longest));
  const remove = () => setTyped((before) => before.slice(0, -1));
  useCard(typed, typed !== '', add, remove, () => onDone(typed));
  return (
    <div class="pad">
      <output class="typed text" data-role="typed" dir="ltr">
        {typed || '\u00a0'}
      </output>
      <div class={`keys ${letters ? 'letters' : 'signs'}${spaces ? ' wordy' : ''}`}>
        {Array.from(letters ? LETTERS : DIGITS, (letter) => (
          <Key key={letter} name={letter} label={letter} onTap={() => add(letter)} />
        ))}
        {spaces && <Key name="space" label="␣" onTap={() => add(' ')} />}
        <Key name={letters ? 'digits' : 'letters'} label={letters ? '123' : 'ABC'} onTap={() => setLetters(!letters)} />
        <Key name="delete" label="⌫" onTap={remove} />
        <Button action="ok" look="primary" disabled={!typed} onTap={() => onDone(typed)}>
          {done}
        </Button>
      </div>
    </div>
  );
}
