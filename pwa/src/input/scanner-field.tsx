/** The one real text field that a scanner writes into. It is focused once, without a finger near it, and shows nothing. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ScannerMemory } from '../store';
import { Wedge, type WedgeScan } from './wedge';

interface ScannerFieldProps {
  take: (scan: WedgeScan) => void;
  memory: ScannerMemory;
  /** Whether this is a code of its own, as far as the device can tell. */
  isWhole: (code: string) => boolean;
  hear: (sofar: string) => void;
}

export function ScannerField({ take, hear, memory, isWhole }: ScannerFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  // Before anything can be seen: whoever scans at first sight must be heard from the first key on.
  useLayoutEffect(() => {
    const input = field.current;
    if (!input) return;
    const wedge = new Wedge(input, take, { hear, isWhole, profile: () => memory.profile.peek(), learn: (part) => memory.learn(part) });
    input.focus({ preventScroll: true });
    // Focus asked for within a gesture may open the soft keyboard, so it is asked for a moment later.
    const back = (): void => {
      setTimeout(() => {
        const other = document.activeElement;
        if (!(other instanceof HTMLElement) || other === input || !other.matches('input, textarea, select')) input.focus({ preventScroll: true });
      }, 50);
    };
    input.addEventListener('blur', back);
    addEventListener('focus', back);
    return () => {
      wedge.stop();
      input.removeEventListener('blur', back);
      removeEventListener('focus', back);
    };
  }, []);
  return (
    <input
      ref={field}
      class="scanner-field"
      type="text"
      inputMode="none"
      autocomplete="off"
      autocapitalize="off"
      autocorrect="off"
      spellcheck={false}
      aria-label="Scanner"
      tabIndex={-1}
      data-role="scanner"
    />
  );
}
