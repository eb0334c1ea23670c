/** Reading plain script data: each function gives a typed part, or an empty one where it is not there. */
import type { Json, JsonObject } from '../contract';
import type { Script, State } from '../engine';

export function object(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

export function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.map(object) : [];
}

export function number(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

export function string(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

export function strings(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

export function asScript(script: JsonObject): Script {
  return script as unknown as Script;
}

export function asState(state: JsonObject): State {
  return state as unknown as State;
}
