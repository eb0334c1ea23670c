/** The few readers that every contract is made of: each takes unknown data and returns it typed, or throws `ContractBroken`. */

/** Data from outside that is not what the contract says; `path` tells where. */
export class ContractBroken extends Error {
  constructor(readonly path: string, wanted: string, got: unknown) {
    super(`${path}: wanted ${wanted}, got ${got === null ? 'null' : typeof got}`);
    this.name = 'ContractBroken';
  }
}

/** Plain JSON data. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Reads one value that stands at `path`. */
export type Reader<T> = (value: unknown, path: string) => T;

export const text: Reader<string> = (value, path) => {
  if (typeof value !== 'string') throw new ContractBroken(path, 'text', value);
  return value;
};

export const whole: Reader<number> = (value, path) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new ContractBroken(path, 'a whole number', value);
  return value;
};

export const flag: Reader<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new ContractBroken(path, 'true or false', value);
  return value;
};

/** Any JSON object, kept as it came (scripts, states, parameters: the engine reads them). */
export const data: Reader<JsonObject> = (value, path) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ContractBroken(path, 'an object', value);
  return value as JsonObject;
};

/** A list of what `read` reads. */
export function list<T>(read: Reader<T>): Reader<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new ContractBroken(path, 'a list', value);
    return value.map((entry, index) => read(entry, `${path}[${index}]`));
  };
}

/** null, or absent, or what `read` reads. */
export function maybe<T>(read: Reader<T>): Reader<T | null> {
  return (value, path) => (value === null || value === undefined ? null : read(value, path));
}

/** What `read` reads, or `otherwise` when it is absent. */
export function or<T>(read: Reader<T>, otherwise: T): Reader<T> {
  return (value, path) => (value === null || value === undefined ? otherwise : read(value, path));
}

/** An object whose every value is read by `read`. */
export function table<T>(read: Reader<T>): Reader<Record<string, T>> {
  return (value, path) =>
    Object.fromEntries(Object.entries(data(value, path)).map(([key, entry]) => [key, read(entry, `${path}.${key}`)]));
}

/** One of a few words. */
export function word<T extends string>(...words: T[]): Reader<T> {
  return (value, path) => {
    if (!words.includes(value as T)) throw new ContractBroken(path, words.join(' or '), value);
    return value as T;
  };
}

/** An object with named fields: `fields` maps our camelCase name to the wire's name and its reader. */
export function record<T>(fields: { [K in keyof T]: [wire: string, read: Reader<T[K]>] }): Reader<T> {
  return (value, path) => {
    const from = data(value, path);
    const to = {} as T;
    for (const key of Object.keys(fields) as (keyof T)[]) {
      const [wire, read] = fields[key];
      to[key] = read(from[wire], `${path}.${wire}`);
    }
    return to;
  };
}
