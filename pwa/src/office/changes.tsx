/** Who changed what, the latest first: the same of settings, stock rules and documents. */
import { tell } from '../messages/desk';
import { dayTime } from './format';
import type { Listed } from './list';
import { Listing } from './listing';

interface Change {
  id: number;
  at: number;
  person: string;
  old: string;
  now: string;
}

interface ChangesProps<C extends Change> {
  name: string;
  list: Listed<C>;
  title: string;
  none: string;
  /** What was changed: columns, each with its heading. */
  about: [string, (one: C) => string][];
  /** A kept value in words. */
  value: (kept: string, one: C) => string;
}

export function Changes<C extends Change>({ name, list, title, none, about, value }: ChangesProps<C>) {
  return (
    <Listing
      name={name}
      list={list}
      filters={<h2>{title}</h2>}
      empty={none}
      head={
        <>
          <th>{tell('import_when')}</th>
          <th>{tell('person')}</th>
          {about.map(([heading]) => (
            <th key={heading}>{heading}</th>
          ))}
          <th>{tell('setting_from')}</th>
          <th>{tell('setting_to')}</th>
        </>
      }
      row={(one) => (
        <tr key={one.id}>
          <td>{dayTime(one.at)}</td>
          <td>{one.person}</td>
          {about.map(([heading, said]) => (
            <td key={heading}>{said(one)}</td>
          ))}
          <td>{value(one.old, one)}</td>
          <td class="main">{value(one.now, one)}</td>
        </tr>
      )}
    />
  );
}
