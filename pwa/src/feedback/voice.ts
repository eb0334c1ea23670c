/** Whether instructions are spoken: off until somebody wants it, by the switch or the command card, and kept on the device. */
import { effect, signal } from '@preact/signals';

const KEPT = 'voice';
const kept = typeof window === 'undefined' ? null : window.localStorage;

export const voice = signal(kept?.getItem(KEPT) === 'on');

effect(() => kept?.setItem(KEPT, voice.value ? 'on' : 'off'));
