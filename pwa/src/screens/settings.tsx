/** What people choose for themselves: the language, how the screen looks on this device, and whether it speaks. */
import { useState } from 'preact/hooks';
import { Button } from '../components/button';
import { look, LOOKS, wear, type Look } from '../components/look';
import { Sheet } from '../components/sheet';
import { voice } from '../feedback/voice';
import { language, languages, say, speak } from '../messages';
import { chooseLanguage } from '../sync/beside';
import type { Floor } from '../work/floor';

export function Settings({ floor }: { floor: Floor }) {
  const [choosing, setChoosing] = useState<'language' | 'look' | null>(null);
  const done = (): void => setChoosing(null);
  return (
    <>
      <div class="settings">
        <Setting action="language" name={say('set_language')} value={nameOf(language())} onTap={() => setChoosing('language')} />
        <Setting action="look" name={say('set_look')} value={say(`look_${look()}`)} onTap={() => setChoosing('look')} />
        <Setting action="voice" name={say('set_voice')} value={say(voice.value ? 'set_on' : 'set_off')} onTap={() => (voice.value = !voice.value)} />
      </div>
      {choosing === 'language' && (
        <Choices name="language" title={say('set_language')} all={languages} now={language()} word={nameOf} onClose={done} onChoose={(code) => (done(), void choose(floor, code))} />
      )}
      {choosing === 'look' && (
        <Choices name="look" title={say('set_look')} all={LOOKS} now={look()} word={(one) => say(`look_${one}`)} onClose={done} onChoose={(one: Look) => (done(), wear(one))} />
      )}
    </>
  );
}

function Setting({ action, name, value, onTap }: { action: string; name: string; value: string; onTap: () => void }) {
  return (
    <Button action={action} onTap={onTap}>
      <small>{name}</small>
      <span>{value}</span>
    </Button>
  );
}

interface ChoicesProps<T extends string> {
  name: string;
  title: string;
  all: readonly T[];
  now: T;
  word: (one: T) => string;
  onChoose: (one: T) => void;
  onClose: () => void;
}

function Choices<T extends string>({ name, title, all, now, word, onChoose, onClose }: ChoicesProps<T>) {
  return (
    <Sheet title={title} name={name} onClose={onClose}>
      <div class="grid">
        {all.map((one) => (
          <Button key={one} action={`choose-${one}`} chosen={one === now} onTap={() => onChoose(one)}>
            {word(one)}
          </Button>
        ))}
      </div>
    </Sheet>
  );
}

/** A language by its own name, so that whoever needs it can read it. */
function nameOf(code: string): string {
  return new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
}

/** At once on this device, and from the next sign-in on everywhere if the server hears of it. */
async function choose(floor: Floor, code: string): Promise<void> {
  await speak(code);
  const author = floor.device.author.peek();
  if (!author) return;
  const { session } = author;
  await floor.device.begin({ ...author, session: { ...session, person: { ...session.person, language: code } } });
  try {
    await chooseLanguage(code);
  } catch {
    floor.tell('attention', say('language_here'));
  }
}
