import react from '@vitejs/plugin-react';
import { type Plugin, runnerImport } from 'vite';
import { compression, defineAlgorithm } from 'vite-plugin-compression2';
import { viteStaticCopy } from 'vite-plugin-static-copy';
import { defineConfig } from 'vitest/config';

// The built app is part of the Python package: `paillasse serve` answers with it, and the wheel holds it.
const OUT = '../src/paillasse/web';

// What pdf.js loads by name when a manual needs it: character maps, fonts, decoders and colour profiles. Served by this
// server, so that every page is drawn without the internet. Left out: the sandbox for scripts in PDF files.
const PDFJS = [
  'node_modules/pdfjs-dist/{cmaps,standard_fonts,iccs}/*',
  'node_modules/pdfjs-dist/wasm/{jbig2,openjpeg,qcms_bg}.wasm',
  'node_modules/pdfjs-dist/wasm/LICENSE*',
].map((src) => ({ src, dest: 'pdfjs', rename: { stripBase: 2 as const } }));

const alias = { '@': new URL('./src', import.meta.url).pathname };

/** `virtual:words/bench/fr` is one part's words of French alone: in the source both languages stand side by side. */
function words(): Plugin {
  const ID = /^(?:\0)?virtual:words\/(bench|desk)\/(en|fr)$/;
  return {
    name: 'words',
    resolveId: (id) => (ID.test(id) ? `\0${id}` : undefined),
    async load(id) {
      const [, part, language] = (ID.exec(id) ?? []) as ['', 'bench' | 'desk', 'en' | 'fr'] | [];
      if (!part || !language) return;
      const source = `${alias['@']}/i18n/features.ts`;
      const { module, dependencies } = await runnerImport<typeof import('./src/i18n/features')>(source, {
        configFile: false,
        resolve: { alias },
      });
      for (const file of dependencies) this.addWatchFile(file);
      const spoken = Object.entries(module[part]).map(([feature, both]) => [feature, both[language]]);
      return `export default ${JSON.stringify(Object.fromEntries(spoken))}`;
    },
  };
}

export default defineConfig({
  plugins: [
    react(),
    words(),
    viteStaticCopy({ targets: PDFJS }),
    // Browsers take Brotli over TLS only, and laboratories have servers without. What pdf.js loads is packed already.
    compression({
      include: /^(assets\/.*\.(js|mjs|css)|index\.html)$/,
      algorithms: [defineAlgorithm('gzip', { level: 9 }), defineAlgorithm('brotliCompress')],
    }),
  ],
  resolve: { alias },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    // What every page takes is one file: as the eighty that its pages share it would be an eighth larger, compressed.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'app', tags: ['$initial'] }] } } },
  },
  server: {
    port: 5173,
    proxy: { '/api': 'http://localhost:8000', '/livez': 'http://localhost:8000', '/readyz': 'http://localhost:8000' },
  },
  // Making a document for each file takes six times as long as all the tests: they share one per thread.
  test: {
    environment: 'jsdom',
    testTimeout: 30_000, // some machines have other things to do
    setupFiles: ['src/testing/setup.ts'],
    css: false,
    include: ['src/**/*.test.{ts,tsx}'],
    pool: 'threads',
    isolate: false,
  },
});
