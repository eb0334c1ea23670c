/** Who takes a scanned command: the pad or the screen that lies on top, as a thumb would meet it. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Command } from './commands';

/** True when the command meant something here. */
export type Hand = (command: Command) => boolean;

const hands: Hand[] = [];

/** Give a command to whatever lies on top and can use it. */
export function offer(command: Command): boolean {
  return [...hands].reverse().some((hand) => hand(command));
}

/** Take commands while this part is on the screen. */
export function useHand(hand: Hand): void {
  const latest = useRef(hand);
  latest.current = hand;
  // Before the next frame: a card may be scanned right after the pad has opened.
  useLayoutEffect(() => {
    const mine: Hand = (command) => latest.current(command);
    hands.push(mine);
    return () => void hands.splice(hands.indexOf(mine), 1);
  }, []);
}
