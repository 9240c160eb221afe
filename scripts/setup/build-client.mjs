import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { ensureElectron } from './electron.mjs'
import { run } from './run.mjs'
import { SetupError } from './say.mjs'

/**
 * Builds the client library (src/client) for Node.js into out/client: one script without dependencies, its types, and
 * what makes it a package.
 * @param {string} root
 */
export async function buildClient(root) {
  const folder = join(root, 'out', 'client')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await writeToolTypes(root)
  await Promise.all([bundle(root, folder), declareTypes(root, folder)])
  const { version, license, engines } = /** @type {Record<string, unknown>} */ (
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  )
  const exports = { '.': { types: './index.d.ts', default: './index.js' } }
  const manifest = { name: 'atelier-client', version, license, type: 'module', engines, exports }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))
}

/**
 * Writes `src/client/tool-types.ts`, which the library's types and whatever checks its sources need. By Electron's Node:
 * the tools' modules are TypeScript, and name modules that older Nodes lack.
 * @param {string} root
 */
export async function writeToolTypes(root) {
  const electron = await ensureElectron({ root })
  const args = [join(root, 'scripts', 'setup', 'write-tool-types.ts'), join(root, 'src', 'client', 'tool-types.ts')]
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const { code, text } = await run(electron, args, { cwd: root, env, output: 'capture' })
  if (code !== 0) throw new SetupError(`${text.trim()}\nThe types of the tools could not be written.`)
}

/**
 * @param {string} root
 * @param {string} folder
 */
async function bundle(root, folder) {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    // Takes the packages' variants for Node.js, and leaves its modules alone.
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: join(root, 'src', 'client', 'index.ts'),
      outDir: folder,
      emptyOutDir: false,
      minify: true,
      license: { fileName: 'licenses.md' },
      rollupOptions: { output: { format: 'es', entryFileNames: 'index.js', codeSplitting: false } },
    },
  })
}

/**
 * @param {string} root
 * @param {string} folder
 */
async function declareTypes(root, folder) {
  const compiler = join(root, 'node_modules', 'typescript-go', 'bin', 'tsc')
  const args = ['-p', join(root, 'tsconfig.client.json'), '--outDir', folder]
  const { code, text } = await run(process.execPath, [compiler, ...args], { cwd: root, output: 'capture' })
  if (code !== 0) throw new SetupError(`${text.trim()}\nThe types of the client library could not be written.`)
}
