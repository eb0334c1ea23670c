/** Lets the next test begin with an empty database. */
export function forget(name: string): Promise<void> {
  const asked = indexedDB.deleteDatabase(name);
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve();
    asked.onerror = () => reject(asked.error);
  });
}
