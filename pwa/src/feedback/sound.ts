/** Four sounds that cannot be mistaken for each other in a loud hall. */
import type { Tone } from './tone';

/** A sound is a row of notes: pitch in Hz, length and pause after it in ms. */
type Note = [hz: number, ms: number, restMs: number];

const SOUNDS: Record<Exclude<Tone, 'idle'>, Note[]> = {
  right: [[1760, 70, 0]],
  wrong: [
    [220, 180, 60],
    [165, 320, 0],
  ],
  attention: [
    [880, 110, 50],
    [660, 160, 0],
  ],
  done: [
    [1047, 80, 20],
    [1319, 80, 20],
    [1760, 160, 0],
  ],
};

/** How long a clock may stand still after a sound was asked for before it counts as dead. */
const STILL_MS = 80;

let context: AudioContext | null = null;

/** Play the sound of a tone; a device without sound stays silent. */
export function play(tone: Exclude<Tone, 'idle'>): void {
  try {
    const audio = sound(tone);
    const now = audio.currentTime;
    // After a pause a context may be dead while its state is "running": its clock stands still. A new one says it again.
    setTimeout(() => {
      if (audio !== context || audio.state !== 'running' || audio.currentTime !== now) return;
      void audio.close().catch(() => undefined);
      context = null;
      sound(tone);
    }, STILL_MS);
  } catch {
    context = null;
  }
}

function sound(tone: Exclude<Tone, 'idle'>): AudioContext {
  if (!context || context.state === 'closed') context = new AudioContext({ latencyHint: 'interactive' });
  const audio = context;
  if (audio.state === 'suspended') void audio.resume();
  let at = audio.currentTime;
  for (const [hz, ms, restMs] of SOUNDS[tone]) {
    note(audio, hz, at, ms / 1000);
    at += (ms + restMs) / 1000;
  }
  return audio;
}

function note(audio: AudioContext, hz: number, at: number, seconds: number): void {
  const voice = audio.createOscillator();
  const volume = audio.createGain();
  voice.type = 'square';
  voice.frequency.value = hz;
  volume.gain.setValueAtTime(0.25, at);
  volume.gain.setValueAtTime(0.25, at + seconds - 0.01);
  volume.gain.linearRampToValueAtTime(0, at + seconds);
  voice.connect(volume).connect(audio.destination);
  voice.start(at);
  voice.stop(at + seconds);
}
