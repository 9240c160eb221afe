import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'
import { projectRoot } from '../../../scripts/setup/project.mjs'
import packageFile from '../../../package.json' with { type: 'json' }
import { builtFolderVariable } from './built-program.ts'

/** Programs that tests repeatedly start as a thread or process. */
const entries = [
  'src/main/database/worker/database-worker.ts',
  'src/main/engine/host/engine-host.ts',
  'src/main/imaging/child/imaging-child.ts',
  'src/main/imaging/child/credentials/credentials-worker.ts',
  'src/main/imaging/child/fill/fill-worker.ts',
  'src/main/vision/child/vision-child.ts',
  'src/main/vision/map/map-worker.ts',
  'test/support/kill/kill-driver.ts',
  'test/support/kill/killed-migrations-worker.ts',
  'test/support/kill/long-migrations-worker.ts',
  'test/support/kill/queue-driver.ts',
  'test/support/zone-driver.ts',
  'test/support/failing-migration-worker.ts',
  'test/support/net/socket-driver.ts',
  'test/integration/secrets/secrets-driver.ts',
  'test/support/kill/team-driver.ts',
  'test/support/kill/originals-driver.ts',
]

let outDir: string | null = null

/**
 * Builds them once per run: loaded from about a hundred source files each, they would take several times as long to
 * start, and startup dominates test time. In watch mode they run from source.
 */
export async function setup({ config }: TestProject): Promise<void> {
  if (config.watch) return
  await mkdir(join(projectRoot, 'out'), { recursive: true })
  outDir = await mkdtemp(join(projectRoot, 'out', 'test-programs-'))
  await build({
    root: projectRoot,
    configFile: false,
    logLevel: 'error',
    ssr: {
      noExternal: true,
      external: [...Object.keys(packageFile.dependencies), 'vitest'],
    },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      minify: false,
      // Where coverage is measured (scripts/coverage.mjs).
      sourcemap: process.env['NODE_V8_COVERAGE'] !== undefined,
      rolldownOptions: {
        input: entries.map((entry) => join(projectRoot, entry)),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
  process.env[builtFolderVariable] = outDir
}

export async function teardown(): Promise<void> {
  if (outDir !== null) await rm(outDir, { recursive: true, force: true })
}
