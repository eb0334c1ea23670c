/** On-screen keys for a temperature. */
import { useState } from 'preact/hooks';
import { Button } from '../components/button';
import { say } from '../messages';
import { Key, useCard } from './pads';

/** The most signs that are typed, the point among them: 100.0. */
const LONGEST = 5;

interface DegreePadProps {
  /** It begins below zero: who measures what is frozen types no minus. */
  below: boolean;
  first: string;
  onDone: (tenths: number) => void;
}

/** Degrees with at most one digit behind the point, above or below zero; gives whole tenths. */
export function DegreePad({ below, first, onDone }: DegreePadProps) {
  const [typed, setTyped] = useState(first);
  const [minus, setMinus] = useState(below);
  const add = (sign: string) => setTyped((before) => (mayFollow(before, sign) ? before + sign : before));
  const remove = () => setTyped((before) => before.slice(0, -1));
  const ready = /[0-9]$/.test(typed);
  const done = () => onDone(tenthsOf(typed, minus));
  useCard(typed, ready, add, remove, done);
  return (
    <div class="pad">
      <output class="typed" data-role="typed" dir="ltr">
        {minus ? '\u2212' : ''}
        {typed || '\u00a0'} <small>{say('unit_c')}</small>
      </output>
      <div class="keys digits degrees">
        {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => (
          <Key key={digit} name={digit} label={digit} onTap={() => add(digit)} />
        ))}
        <Key name="-" label="±" onTap={() => setMinus(!minus)} />
        <Key name="0" label="0" onTap={() => add('0')} />
        <Key name="." label="." onTap={() => add('.')} />
        <Key name="delete" label="⌫" onTap={remove} />
        <Button action="ok" look="primary" disabled={!ready} onTap={done}>
          {say('do_ok')}
        </Button>
      </div>
    </div>
  );
}

/** One point, with one digit behind it. */
function mayFollow(typed: string, sign: string): boolean {
  const point = typed.indexOf('.');
  if (sign === '.') return typed !== '' && point < 0;
  return typed.length < LONGEST && (point < 0 || point === typed.length - 1);
}

/** What was typed in whole tenths, without ever being a fraction. */
export function tenthsOf(typed: string, minus: boolean): number {
  const [whole = '0', part = ''] = typed.split('.');
  const tenths = Number(whole) * 10 + Number(part || '0');
  return minus && tenths ? -tenths : tenths;
}
