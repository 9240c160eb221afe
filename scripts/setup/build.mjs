import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeLicenses } from './licenses.mjs'
import { run, timed } from './run.mjs'
import { SetupError } from './say.mjs'

/** Inputs of the build besides src. */
export const configFiles = [
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'scripts/setup/build-client.mjs',
  'scripts/setup/drop-unused-schemas.mjs',
  'scripts/setup/licenses.mjs',
  'scripts/setup/main-externals.mjs',
  'scripts/setup/write-tool-types.ts',
  'tsconfig.base.json',
  'tsconfig.client.json',
]
/** The last follows from the others: the build writes it. */
const notBuilt = /\.test(-d)?\.tsx?$|\.md$|^tool-types\.ts$/
/** Built into the window. */
const helpFolder = join('docs', 'help')

/**
 * Builds if the sources differ from the last build's. Compares contents, not dates: a checkout or branch switch changes
 * dates arbitrarily.
 * @param {string} root
 */
export async function ensureBuild(root) {
  const stamp = join(root, 'out', 'built-from.txt')
  const sources = hashSources(root)
  if (existsSync(join(root, 'out', 'main', 'index.js')) && readText(stamp) === sources) return
  rmSync(stamp, { force: true })
  const { code, text } = await timed('Building', () => build(root))
  if (code !== 0) throw new SetupError(`${text.trim()}\nThe build failed: see above.`)
  const { buildClient } = await import('./build-client.mjs')
  await buildClient(root)
  writeLicenses(root)
  writeFileSync(stamp, sources)
}

/** @param {string} root */
function build(root) {
  const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  return run(process.execPath, [cli, 'build', '--logLevel', 'warn'], { cwd: root, output: 'capture' })
}

/**
 * Returns one digest over the names and contents of everything the build reads.
 * @param {string} root
 */
export function hashSources(root) {
  const hash = createHash('sha256')
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !notBuilt.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
  const pages = existsSync(join(root, helpFolder))
    ? readdirSync(join(root, helpFolder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'))
    : []
  const others = [...configFiles, ...pages.toSorted().map((name) => join(helpFolder, name))]
  for (const path of [...sources, ...others.map((name) => join(root, name))]) {
    hash
      .update(`${path.slice(root.length)}\0`)
      .update(readFileSync(path))
      .update('\0')
  }
  // Another build of the same sources (electron.vite.config.ts).
  if (process.env['NODE_V8_COVERAGE'] !== undefined) hash.update('measured')
  return hash.digest('hex')
}

/** @param {string} path */
function readText(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}
