import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { resolve } from 'node:path'

const at = (path: string) => resolve(import.meta.dirname, path)
const shared = at('src/shared')
/**
 * Loading a file of `shared` does nothing but define: the schemas, and zod, stay out of the window and its workers, which
 * get only what main has checked.
 */
const treeshake = { moduleSideEffects: (id: string) => !id.startsWith(shared) }
/** What is built in is shipped with its authors' words. */
const license = { fileName: 'licences.md' }

export default defineConfig({
  main: {
    build: {
      minify: true,
      license,
      rollupOptions: {
        // The main process and each child process or worker it starts are entries of their own.
        input: {
          index: at('src/main/index.ts'),
          database: at('src/main/database/worker/database-worker.ts'),
          storage: at('src/main/storage/worker/storage-worker.ts'),
          imaging: at('src/main/imaging/child/imaging-child.ts'),
          'fill-worker': at('src/main/imaging/child/fill/fill-worker.ts'),
          'credentials-worker': at('src/main/imaging/child/credentials/credentials-worker.ts'),
        },
        external: ['electron', 'sharp', 'keytar', '@contentauth/c2pa-wasm', /^@tensorflow\//, /^nsfwjs\//, /^node:/],
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      minify: true,
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
    build: {
      minify: true,
      license,
      rollupOptions: {
        input: { index: at('src/renderer/index.html') },
        treeshake,
      },
    },
    worker: { format: 'es', rollupOptions: { treeshake } },
  },
})
