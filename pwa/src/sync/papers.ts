/** Where the server prints what is scanned instead of tapped; the words go along, so that paper and screen say the same. */

const address = (name: string, words: Record<string, string>): string => `/api/v1/papers/${name}.pdf?${new URLSearchParams(words).toString()}`;

export const commandCard = (words: Record<string, string>): string => address('command-card', words);

export const testSheet = (words: Record<string, string>): string => address('scanner-test', words);
