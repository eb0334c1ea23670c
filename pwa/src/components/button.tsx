/** Buttons for gloves: a word, a stable name for tests and command cards, and never the focus (the scanner keeps it). */
import type { ComponentChildren } from 'preact';

interface ButtonProps {
  action: string;
  onTap: () => void;
  children: ComponentChildren;
  /** `primary`: the one thing to tap, under the thumb; `quiet`: rarely wanted. */
  look?: 'primary' | 'plain' | 'quiet';
  disabled?: boolean;
  wide?: boolean;
  /** One of several, and the one that counts now; undefined where there is nothing to choose. */
  chosen?: boolean;
}

export function Button({ action, onTap, children, look = 'plain', disabled = false, wide = false, chosen }: ButtonProps) {
  return (
    <button type="button" class={`button ${look}${wide ? ' wide' : ''}`} data-action={action} aria-pressed={chosen} disabled={disabled} onClick={onTap}>
      {children}
    </button>
  );
}

/** Keep the focus where it is when something is tapped: on the scanner's field. */
export function keepFocus(event: Event): void {
  if (event.target instanceof Element && !event.target.closest('input, textarea, select, a[href]')) event.preventDefault();
}
