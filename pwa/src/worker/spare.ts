/** Files that a start does not need and a dead zone may: fetched once nothing else has used the line for a while, and kept. */
const CACHE = 'spare';
const QUIET_MS = 5_000;
const AGAIN_MS = 60_000;

export class Spare {
  private heardAt = 0;
  private keeping: Promise<void> | null = null;

  constructor(private readonly urls: readonly string[]) {}

  /** A request passes: what is kept answers for a spare file, and what is not yet will be fetched when it is quiet. */
  hear(event: FetchEvent): void {
    this.heardAt = Date.now();
    const { pathname } = new URL(event.request.url);
    // Browsers that know routes never ask here (sw.ts).
    if (this.isSpare(pathname)) event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
    this.keeping ??= this.keep();
    // It ends with the wait, however long that is: a browser may stop this worker, and the next request begins anew.
    event.waitUntil(this.keeping);
  }

  private isSpare(pathname: string): boolean {
    return this.urls.some((url) => new URL(url, self.location.href).pathname === pathname);
  }

  private async keep(): Promise<void> {
    try {
      const cache = await caches.open(CACHE);
      const missing: string[] = [];
      for (const url of this.urls) if (!(await cache.match(url))) missing.push(url);
      if (!missing.length) return;
      for (let quiet = 0; quiet < QUIET_MS; quiet = Date.now() - this.heardAt) await new Promise((go) => setTimeout(go, QUIET_MS - quiet));
      await cache.addAll(missing);
      // The last version's go only now: until then they may be all that there is.
      for (const { url } of await cache.keys()) if (!this.isSpare(new URL(url).pathname)) await cache.delete(url);
    } catch {
      // No network, no room, or an older version's file that is gone from the server: a later request tries again.
      setTimeout(() => (this.keeping = null), AGAIN_MS);
    }
  }
}
