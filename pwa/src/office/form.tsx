/** What forms and lists of the office end and begin with alike. */
import type { ComponentChildren } from 'preact';
import { tell } from '../messages/desk';

/** Save, or leave it as it was; what else one may do with the thing stands behind. */
export function SaveOrLeave({ onCancel, children }: { onCancel?: () => void; children?: ComponentChildren }) {
  return (
    <div class="actions">
      <button type="submit" class="act primary" data-action="save">
        {tell('do_save')}
      </button>
      {onCancel && (
        <button type="button" class="act" onClick={onCancel}>
          {tell('do_leave_it')}
        </button>
      )}
      {children}
    </div>
  );
}

/** Why it was not done. */
export function Refused({ problem }: { problem: string | null }) {
  if (!problem) return null;
  return (
    <p class="remark wrong" role="alert">
      {problem}
    </p>
  );
}

interface StatesProps {
  states: readonly string[];
  state: string;
  setState: (state: string) => void;
  word: (state: string) => string;
  look: () => void;
}

/** A list by its states, and another look at it, for what changes while one waits. */
export function StatesAndLook({ states, state, setState, word, look }: StatesProps) {
  return (
    <>
      <label class="search">
        {tell('message_state')}
        <select name="state" onChange={(event) => setState(event.currentTarget.value)}>
          {states.map((one) => (
            <option key={one} value={one} selected={one === state}>
              {one ? word(one) : tell('messages_all')}
            </option>
          ))}
        </select>
      </label>
      <button type="button" class="act" data-action="look-again" onClick={look}>
        {tell('do_look_again')}
      </button>
    </>
  );
}
