/** What the voice says: where first, then what to do there; or what was wrong. */
import { computed } from '@preact/signals';
import { follow } from '../feedback/speech';
import { say } from '../messages';
import type { Floor } from './floor';
import type { Instruction, PlaceName } from './instruction';

/** Speak what the floor asks for, until the answer is called. */
export function speakFor(floor: Floor): () => void {
  return follow(
    computed(() => {
      const { tone, sentence } = floor.felt.value;
      const instruction = floor.atHand.value?.instruction;
      return tone === 'wrong' ? sentence : instruction ? spokenOf(instruction) : '';
    }),
  );
}

/** An instruction for ears: "aisle D, bay 13, level 2, Take 3 pieces". */
export function spokenOf({ before, place, after, sentence, amount }: Instruction): string {
  // What is drawn large is not always said.
  if (!place) return sentence.includes(amount) ? sentence : `${sentence}. ${amount}`;
  if (amount) return [placeOf(place), say('take_nowhere', { amount })].join(', ');
  return [before, placeOf(place), after].filter(Boolean).join(' ');
}

function placeOf({ code, aisle, bay, level }: PlaceName): string {
  if (!aisle || !bay) return code;
  const parts = [say('speak_aisle', { aisle: plain(aisle) }), say('speak_bay', { bay: plain(bay) })];
  return [...parts, ...(level ? [say('speak_level', { level: plain(level) })] : [])].join(', ');
}

/** "04" is said "4". */
function plain(part: string): string {
  return part.replace(/^0+(?=\d)/, '');
}
