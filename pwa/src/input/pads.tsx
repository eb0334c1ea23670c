/** On-screen keys, so that the soft keyboard never opens: digits here, dates and letters in letters.tsx. */
import { useState } from 'preact/hooks';
import { Button } from '../components/button';
import { say } from '../messages';
import { isDigit, type Command } from './commands';
import { useHand } from './hands';

export interface PadProps {
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
  /** What has been typed already. */
  first?: string;
}

/** A pad is keyed from the command card too: digits, undo for the last of them, done. */
export function useCard(value: string, ready: boolean, add: (digit: string) => void, remove: () => void, onDone: () => void): void {
  useHand((command: Command) => {
    if (isDigit(command)) add(command);
    else if (command === 'undo' && value) remove();
    else if (command === 'done' && ready) onDone();
    else return false;
    return true;
  });
}

export function Key({ name, label, onTap }: { name: string; label: string; onTap: () => void }) {
  return (
    <button type="button" class="key" data-key={name} onClick={onTap}>
      {label}
    </button>
  );
}

/** Ten large digits. What is shown first is replaced by the first digit typed. */
export function NumberPad({ longest, secret = false, unit, start = '', first = '', onDone, done = say('do_ok') }: NumberPadProps) {
  const [typed, setTyped] = useState<string | null>(first || null);
  const value = typed ?? start;
  const add = (digit: string) => setTyped((before) => ((before ?? '') + digit).slice(0, longest));
  const remove = () => setTyped((before) => (before ?? '').slice(0, -1));
  useCard(typed ?? '', value !== '', add, remove, () => onDone(value));
  return (
    <div class="pad">
      <output class="typed" data-role="typed">
        {secret ? '●'.repeat(value.length) || '\u00a0' : value || '\u00a0'} {unit && <small>{unit(Number(value))}</small>}
      </output>
      <div class="keys digits">
        {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => (
          <Key key={digit} name={digit} label={digit} onTap={() => add(digit)} />
        ))}
        <Key name="delete" label="⌫" onTap={remove} />
        <Key name="0" label="0" onTap={() => add('0')} />
        <Button action="ok" look="primary" disabled={!value} onTap={() => onDone(value)}>
          {done}
        </Button>
      </div>
    </div>
  );
}
