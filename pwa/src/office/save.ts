/** Hands a file that was made here to the browser's downloads. */
export function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun by then; what it holds on to is its own.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
