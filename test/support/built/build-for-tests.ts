import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { projectRoot } from '../../../scripts/setup/project.mjs'
import { isProcessGone } from '../../../src/main/platform/pure/is-process-gone.ts'

export interface BuiltForTests {
  /** The folder with `<entry>.js` for each entry. */
  readonly folder: string
  remove(): Promise<void>
}

/** Whether coverage is measured (scripts/coverage.mjs). */
const isMeasured = process.env['NODE_V8_COVERAGE'] !== undefined
/** Beside the program's own: what is built finds `node_modules` there. */
const parent = join(projectRoot, 'out')

/**
 * Builds programs of the tests, with what they use of the program built in.
 *
 * @param entries paths of their sources from the project's root
 * @param external what is not built in but loaded when they run
 */
export async function buildForTests(
  entries: readonly string[],
  external: readonly (string | RegExp)[],
): Promise<BuiltForTests> {
  await mkdir(parent, { recursive: true })
  await removeThoseLeft()
  const folder = await mkdtemp(join(parent, `test-${process.pid}-`))
  await build({
    root: projectRoot,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      sourcemap: isMeasured,
      rolldownOptions: {
        input: entries.map((entry) => join(projectRoot, entry)),
        external: [...external],
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
          // As in electron.vite.config.ts.
          ...(isMeasured && { minify: false }),
        },
      },
    },
  })
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** A run that was killed left its programs; a package of the program would contain them. */
async function removeThoseLeft(): Promise<void> {
  for (const name of await readdir(parent)) {
    const [, pid] = /^test-(\d+)-/.exec(name) ?? []
    const folder = join(parent, name)
    if (pid !== undefined && isProcessGone(Number(pid), (await stat(folder)).birthtimeMs))
      await rm(folder, { recursive: true, force: true })
  }
}
