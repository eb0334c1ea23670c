/** A code that cannot be scanned is typed. */
import { Sheet } from '../components/sheet';
import { LetterPad } from '../input/letters';
import { say } from '../messages';

export function TypeCode({ onDone, onClose }: { onDone: (code: string) => void; onClose: () => void }) {
  return (
    <Sheet title={say('ask_code')} name="code" onClose={onClose}>
      <LetterPad onDone={onDone} />
    </Sheet>
  );
}
