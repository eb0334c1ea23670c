/** "I know what it is": another barcode of the item or its name, what the unknown code stands for, and a yes. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../components/button';
import { Sheet } from '../components/sheet';
import { Words } from '../components/words';
import type { Found } from '../contract/found';
import type { NamedItem } from '../contract/naming';
import { parse } from '../engine';
import { feel } from '../feedback';
import { useHand } from '../input/hands';
import { LetterPad } from '../input/letters';
import { NumberPad } from '../input/pads';
import { amount, packWord, say } from '../messages';
import { fetchNamed, findItems } from '../sync/naming';
import type { Floor } from '../work/floor';
import { itemOf, nameGoods, printed, type Pack, type Stranger } from '../work/naming';
import { sentenceOf } from '../work/told';

const DIGITS = 5;
const PIECE: Pack = { qty: 1, pack: 'piece' };

export function Naming({ floor, stranger, onClose }: { floor: Floor; stranger: Stranger; onClose: () => void }) {
  const [item, setItem] = useState<NamedItem | null>(null);
  const [found, setFound] = useState<Found[] | null>(null);
  const [keys, setKeys] = useState<'words' | 'qty' | null>(null);
  const [pack, setPack] = useState<Pack | null>(null);
  const [told, setTold] = useState('');
  const [busy, setBusy] = useState(false);

  /** One request at a time; what it throws is said on the sheet. */
  const ask = async (request: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setTold('');
    try {
      await request();
    } catch (error) {
      setTold(await sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  const choose = (id: number): Promise<void> =>
    ask(async () => {
      const chosen = await fetchNamed(id);
      setKeys(null);
      setPack(null);
      setItem(chosen);
      feel('right');
    });
  const search = (words: string): Promise<void> =>
    ask(async () => {
      const items = await findItems(words);
      setKeys(null);
      setFound(items);
      if (!items.length) setTold(say('naming_none'));
    });
  const scanned = (key: string): void => {
    const known = key === stranger.key ? null : itemOf(floor, key);
    if (known !== null) void choose(known);
    else {
      setTold(say(key === stranger.key ? 'naming_itself' : 'naming_not_item'));
      feel('wrong');
    }
  };
  const save = (): void => {
    if (item && pack && !busy) {
      void ask(async () => {
        const refusal = await nameGoods(floor, stranger, item, pack);
        if (refusal) {
          setTold(refusal);
          feel('wrong');
        } else onClose();
      });
    }
  };
  const latest = useRef(scanned);
  latest.current = scanned;
  useEffect(() => {
    const taker = (code: string, _: unknown, symbology: string): void => latest.current(parse(code, symbology).key);
    floor.asks.value = taker;
    return () => {
      if (floor.asks.peek() === taker) floor.asks.value = null;
    };
  }, []);
  // The command card means this sheet as long as it lies here.
  useHand((command) => {
    if (command === 'undo') onClose();
    else if (command === 'done') save();
    return true;
  });

  const code = printed(stranger.key);
  return (
    <Sheet title={say('do_know')} name="naming" onClose={keys ? () => setKeys(null) : onClose}>
      {told && (
        <p class="band" role="alert" data-role="told">
          <Words text={told} />
        </p>
      )}
      {keys === 'words' ? (
        <LetterPad spaces onDone={(words) => void search(words)} />
      ) : keys === 'qty' ? (
        <>
          <p class="hint">{say('naming_how_many')}</p>
          <NumberPad longest={DIGITS} unit={(count) => packWord('piece', count)} onDone={(typed) => (setKeys(null), setPack({ qty: Math.max(1, Number(typed)), pack: Number(typed) > 1 ? 'case' : 'piece' }))} />
        </>
      ) : item ? (
        <>
          <p class="thing" data-role="named">
            <b>{item.name}</b>
            <span>
              <bdi dir="ltr">{item.sku}</bdi>
            </span>
          </p>
          <p>
            <Words text={say('naming_stands_for', { code })} />
          </p>
          <div class="grid">
            {packsOf(item, pack).map((one) => (
              <Button key={`${one.pack}-${one.qty}`} action={`pack-${one.pack}-${one.qty}`} chosen={same(one, pack)} onTap={() => setPack(one)}>
                {wordOf(one)}
              </Button>
            ))}
            <Button action="other-pack" onTap={() => setKeys('qty')}>
              {say('naming_other')}
            </Button>
          </div>
          <Button action="name" look="primary" wide disabled={!pack || busy} onTap={save}>
            {say('do_name')}
          </Button>
        </>
      ) : (
        <>
          {!told && <p class="hint">{say('naming_hint')}</p>}
          {found && found.length > 0 && (
            <ul class="list">
              {found.map(({ key, code: sku, title }) => (
                <li key={key}>
                  <button type="button" class="line" data-action="item" data-item={key} disabled={busy} onClick={() => void choose(Number(key))}>
                    <b>{title}</b>
                    <small>
                      <bdi dir="ltr">{sku}</bdi>
                    </small>
                  </button>
                </li>
              ))}
            </ul>
          )}
          <div class={found?.length ? 'thumb' : ''}>
            <Button action="search" wide disabled={busy} onTap={() => (setTold(''), setKeys('words'))}>
              {say('do_search')}
            </Button>
          </div>
        </>
      )}
    </Sheet>
  );
}

const same = (one: Pack, other: Pack | null): boolean => one.qty === other?.qty && one.pack === other.pack;

/** A piece, what the item's other barcodes stand for, and what was typed. */
function packsOf({ barcodes }: NamedItem, typed: Pack | null): Pack[] {
  const all = [PIECE, ...barcodes.map(({ qty, pack }) => ({ qty, pack })), ...(typed ? [typed] : [])];
  return all.filter((one, at) => all.findIndex((other) => same(one, other)) === at);
}

function wordOf({ qty, pack }: Pack): string {
  const word = packWord(pack, 1);
  return qty === 1 ? amount(1, pack) : say('naming_pack', { pack: word.charAt(0).toUpperCase() + word.slice(1), qty });
}
