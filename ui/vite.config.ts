import react from '@vitejs/plugin-react';
import { compression, defineAlgorithm } from 'vite-plugin-compression2';
import { defineConfig } from 'vitest/config';

// The built app is part of the Python package: `paillasse serve` answers with it, and the wheel holds it.
const OUT = '../src/paillasse/web';

export default defineConfig({
  plugins: [
    react(),
    compression({ algorithms: [defineAlgorithm('gzip', { level: 9 }), defineAlgorithm('brotliCompress')] }),
  ],
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  build: { outDir: OUT, emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  server: {
    port: 5173,
    proxy: { '/api': 'http://localhost:8000', '/livez': 'http://localhost:8000', '/readyz': 'http://localhost:8000' },
  },
  test: { environment: 'jsdom', setupFiles: ['src/testing/setup.ts'], css: false, include: ['src/**/*.test.{ts,tsx}'] },
});
