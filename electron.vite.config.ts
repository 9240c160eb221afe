import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { resolve } from 'node:path'

const at = (path: string) => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    build: {
      rollupOptions: {
        // The main process and each child process or worker it starts are entries of their own.
        input: {
          index: at('src/main/index.ts'),
          database: at('src/main/database/worker/database-worker.ts'),
          imaging: at('src/main/imaging/child/imaging-child.ts'),
          'fill-worker': at('src/main/imaging/child/fill/fill-worker.ts'),
        },
        external: ['electron', 'sharp', 'keytar', /^node:/],
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      rollupOptions: {
        input: { index: at('src/preload/index.ts') },
        // A sandboxed preload must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react()],
    build: { rollupOptions: { input: { index: at('src/renderer/index.html') } } },
  },
})
