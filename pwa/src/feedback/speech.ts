/** Says aloud what is to be done, in the person's language; what is new cuts off what was being said. */
import { effect, type ReadonlySignal } from '@preact/signals';
import { language } from '../messages';

/** Speak the text each time it changes, until the answer is called; an empty one is silence. */
export function follow(text: ReadonlySignal<string>): () => void {
  const stop = effect(() => {
    speechSynthesis.cancel();
    if (!text.value) return;
    const utterance = new SpeechSynthesisUtterance(text.value);
    utterance.lang = language();
    speechSynthesis.speak(utterance);
  });
  return () => {
    stop();
    speechSynthesis.cancel();
  };
}
