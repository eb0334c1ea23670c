/** How the web app is built and tested: one page, one service worker, board and office as chunks of their own. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';

const { version, dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string; dependencies: Record<string, string> };
/** What this build is called; a test makes one of another name, to see how the next version arrives. */
const called = process.env['PICKFACE_BUILD_VERSION'] ?? version;
const server = process.env['PICKFACE_URL'] ?? 'http://localhost:8080';

/**
 * A part is loaded by a plain import. What Vite wraps around it, for preloading and for the styles of parts, would cost each picker as
 * much as a screen: parts bring no styles of their own (screens/desk.tsx), and the service worker has them at hand.
 */
const plainImports: Plugin = {
  name: 'pickface:plain-imports',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load();' : null),
  renderChunk: (code) =>
    code
      .replace(/__vitePreload\(async \(\) => \{\s*const \{[^}]*\} = await (import\("[^"]+"\)[^;]*);\s*return \{[^}]*\};\s*\}, __VITE_PRELOAD__\)/g, '$1')
      .replace(/__vitePreload\(\(\) => (import\("[^"]+"\)[^;]*?), __VITE_PRELOAD__\)/g, '$1'),
};

/**
 * The first file hands a hundred and thirty things on to those that are loaded later, each under a second name of its own; under the name
 * that it has already they cost a picker a quarter of a kilobyte less.
 */
const plainExports: Plugin = {
  name: 'pickface:plain-exports',
  generateBundle(_, files) {
    const chunks = Object.values(files).filter((file) => file.type === 'chunk');
    const first = chunks.find(({ isEntry }) => isEntry)!;
    const own = new Map<string, string>();
    first.code = first.code.replace(/export\{([^}]*)\};?\s*$/, (_all, names: string) => {
      for (const [name, told = name] of names.split(',').map((one) => one.split(' as ') as [string, string?])) own.set(told, name);
      return `export{${[...new Set(own.values())].sort().join()}};`;
    });
    const from = new RegExp(`import\\{([^}]*)\\}from"\\./${first.fileName.replace(/^.*\//, '').replaceAll('.', '\\.')}"`, 'g');
    for (const chunk of chunks) {
      chunk.code = chunk.code.replace(from, (all, names: string) => {
        const asked = names.split(',').map((one) => one.split(' as ') as [string, string?]);
        const named = asked.map(([name, as = name]) => (own.get(name) === as ? as : `${own.get(name)} as ${as}`));
        return all.replace(names, named.join());
      });
    }
  },
};

/** A plain copy of the Apache licence, as one of our own tools carries it. */
const APACHE = 'fake-indexeddb/LICENSE';

/**
 * Who wrote what the app brings along, and under which terms. Vite's own list knows neither the worker's parts nor the fonts, so each
 * dependency is named; zxing-cpp lies inside zxing-wasm.
 */
const licences: Plugin = {
  name: 'pickface:licences',
  apply: 'build',
  generateBundle() {
    if (this.environment.name !== 'client') return;
    const read = (path: string) => readFileSync(new URL(`node_modules/${path}`, import.meta.url), 'utf8').trim();
    const parts = [...Object.keys(dependencies), '@preact/signals-core', 'workbox-core'].sort().map((name) => {
      const { version, license } = JSON.parse(read(`${name}/package.json`)) as { version: string; license: string };
      return `${name} ${version} (${license})\n\n${read(`${name}/LICENSE`)}`;
    });
    parts.push(`zxing-cpp, inside zxing-wasm (Apache-2.0), https://github.com/zxing-cpp/zxing-cpp\n\n${read(APACHE)}`);
    this.emitFile({ type: 'asset', fileName: 'licences.txt', source: `${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n` });
  },
};

export default defineConfig({
  define: { VERSION: JSON.stringify(called) },
  plugins: [
    plainImports,
    plainExports,
    licences,
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/worker',
      filename: 'sw.ts',
      injectRegister: false,
      registerType: 'prompt',
      injectManifest: {
        // The picker never downloads the board, the office or a second font; they come when somebody opens them.
        // The decoder's .wasm is in the list too, but comes later (src/worker/spare.ts).
        globPatterns: ['index.html', 'assets/*.{js,css,woff2,wasm}', 'icons/*'],
        globIgnores: ['assets/{board,office}-*'],
      },
      manifest: {
        name: 'Pickface',
        short_name: 'Pickface',
        description: 'Warehouse work on the handheld scanner',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        background_color: '#ffffff',
        theme_color: '#12263a',
        icons: [
          { src: '/icons/pickface-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icons/pickface-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icons/pickface-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
    }),
  ],
  build: {
    target: 'es2022',
    // Inlined assets would need data: in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      output: {
        // A picker's script names some forty files that are loaded later; six signs of each one's content are enough to tell it from another.
        chunkFileNames: 'assets/[name]-[hash:6].js',
        codeSplitting: {
          // What they share with the handheld stays with the handheld.
          includeDependenciesRecursively: false,
          groups: [
            // One file for all that a picker needs from signing in to a finished pick.
            { name: 'handheld', tags: ['$initial'] },
            { name: 'board', test: /src\/board\// },
            { name: 'office', test: /src\/(office|messages\/desk)/ },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: { '/api': server, '/ws': { target: server, ws: true } },
  },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    setupFiles: ['test/learnt.ts'],
    environment: 'node',
  },
});
