import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { mainExternals } from '../../../scripts/setup/main-externals.mjs'
import { projectRoot } from '../../../scripts/setup/project.mjs'

export interface BuiltHost {
  readonly entry: string
  remove(): Promise<void>
}

/**
 * Builds a host (an Electron program of the tests, with main built in) from the sources, with its threads. Its children
 * are the built program's.
 */
export async function buildHost([name = '', ...others]: readonly string[]): Promise<BuiltHost> {
  await mkdir(join(projectRoot, 'out'), { recursive: true })
  const outDir = await mkdtemp(join(projectRoot, 'out', 'test-host-'))
  await build({
    root: projectRoot,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: [name, ...others].map((each) => join(projectRoot, 'test/support/host', `${each}.ts`)),
        external: mainExternals,
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  })
  return { entry: join(outDir, `${name}.mjs`), remove: () => rm(outDir, { recursive: true, force: true }) }
}
