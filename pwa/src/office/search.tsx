/** A search field that finds as one types and keeps what was typed in the address. */
import { useEffect, useState } from 'preact/hooks';
import { address, goTo, route } from './route';

const PAUSE_MS = 200;

interface SearchProps {
  /** The filter in the address. */
  name: string;
  label: string;
}

export function Search({ name, label }: SearchProps) {
  const { path, query } = route.value;
  const [typed, setTyped] = useState(query.get(name) ?? '');
  useEffect(() => {
    if (typed.trim() === (query.get(name) ?? '')) return undefined;
    const timer = setTimeout(() => goTo(address(`/${path.join('/')}`, { ...Object.fromEntries(query), [name]: typed.trim() }), true), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <label class="search">
      {label}
      <input type="search" value={typed} autocomplete="off" spellcheck={false} maxLength={60} onInput={(event) => setTyped(event.currentTarget.value)} />
    </label>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  options: readonly (readonly [value: string, word: string])[];
}

/** A filter with a few values. */
export function Choice({ name, label, options }: ChoiceProps) {
  const { path, query } = route.value;
  const chosen = query.get(name) ?? '';
  return (
    <label class="search">
      {label}
      <select
        value={chosen}
        onChange={(event) => goTo(address(`/${path.join('/')}`, { ...Object.fromEntries(query), [name]: event.currentTarget.value }), true)}
      >
        {options.map(([value, word]) => (
          <option key={value} value={value} selected={value === chosen}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}
