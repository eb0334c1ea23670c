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

let context: AudioContext | null = null;
let heardAt = -1;

/** The context, new when the old one has died: its state stays "running", but its clock stands still. */
function living(): AudioContext {
  if (context && context.state !== 'closed' && !(heardAt >= 0 && context.currentTime === heardAt)) return context;
  void context?.close().catch(() => undefined);
  context = new AudioContext({ latencyHint: 'interactive' });
  return context;
}

/** Play the sound of a tone; a device without sound stays silent. */
export function play(tone: Exclude<Tone, 'idle'>): void {
  try {
    const audio = living();
    if (audio.state === 'suspended') void audio.resume();
    let at = audio.currentTime;
    for (const [hz, ms, restMs] of SOUNDS[tone]) {
      note(audio, hz, at, ms / 1000);
      at += (ms + restMs) / 1000;
    }
    heardAt = -1;
    const now = audio.currentTime;
    // Asked again a moment later: a clock that has not moved while sounding is a dead one.
    setTimeout(() => (heardAt = audio === context && audio.currentTime === now ? now : -1), 250);
  } catch {
    context = null;
  }
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
