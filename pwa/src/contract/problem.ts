/** What can go wrong on the way to the server, as one error type with the server's own code. */
import { data, maybe, record, text, type JsonObject } from './shape';

/** An answer of 4xx or 5xx, or no answer at all (`status` 0, code `no_network`). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly params: JsonObject = {},
  ) {
    super(`${status} ${code}`);
    this.name = 'Problem';
  }

  /** True when sending the same again later may succeed: nothing was kept, nothing was wrong with it. */
  get passing(): boolean {
    return this.status === 0 || this.status >= 500 || this.status === 429 || this.status === 408;
  }
}

const body = record({ code: ['code', text], params: ['params', maybe(data)] });

/** Read an error answer; one that is not ours (a proxy's page) becomes `server_unavailable`. */
export function readProblem(status: number, answer: unknown): Problem {
  try {
    const { code, params } = body(answer, 'error');
    return new Problem(status, code, params ?? {});
  } catch {
    return new Problem(status, status >= 500 ? 'server_unavailable' : 'not_understood');
  }
}
