import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'
import { projectRoot } from '../../../scripts/setup/project.mjs'
import { builtFolderVariable } from './built-program.ts'

/** What tests start as a thread or a process of its own, over and over. */
const entries = [
  'src/main/database/worker/database-worker.ts',
  'src/main/storage/worker/storage-worker.ts',
  'test/support/kill/kill-driver.ts',
  'test/support/kill/killed-migrations-worker.ts',
  'test/support/kill/long-migrations-worker.ts',
  'test/support/kill/queue-driver.ts',
]

/**
 * Builds them once for a run: read from some hundred source files each, they would take several times as long to start,
 * and most of the time of a test is a start. While sources are being watched they are run from there.
 */
export default async function buildPrograms({ config }: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (config.watch) return undefined
  await mkdir(join(projectRoot, 'out'), { recursive: true })
  const outDir = await mkdtemp(join(projectRoot, 'out', 'test-programs-'))
  await build({
    root: projectRoot,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['sharp', 'vitest'] },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: entries.map((entry) => join(projectRoot, entry)),
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  })
  process.env[builtFolderVariable] = outDir
  return () => rm(outDir, { recursive: true, force: true })
}
