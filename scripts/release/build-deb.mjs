import { createHash } from 'node:crypto'
import { chmodSync, copyFileSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { runTool } from './run-tool.mjs'
import { settle } from './stage-package.mjs'

/**
 * @param {import('./package-request.mjs').PackageRequest} request
 * @param {{ root: string, epochSeconds: number }} options
 */
export async function buildDeb(request, { root, epochSeconds }) {
  const files = filesBelow(root)
  const control = join(root, 'DEBIAN')
  mkdirSync(control)
  writeFileSync(join(control, 'control'), controlText(request, sizeKib(root, files)))
  writeFileSync(join(control, 'md5sums'), checksums(root, files))
  for (const [name, script] of Object.entries({ postinst: request.afterInstall, postrm: request.afterRemove })) {
    copyFileSync(script, join(control, name))
    chmodSync(join(control, name), 0o755)
  }
  settle(control, epochSeconds)
  await runTool('deb', ['--root-owner-group', '-Zxz', '--build', root, request.output], epochSeconds)
}

/**
 * @param {import('./package-request.mjs').PackageRequest} request
 * @param {number} installedKib
 */
function controlText(request, installedKib) {
  const fields = [
    ['Package', request.name],
    ['Version', request.version],
    ['Architecture', request.architecture],
    ['Maintainer', request.maintainer],
    ['Installed-Size', String(installedKib)],
    ['Depends', request.depends.join(', ')],
    ['Recommends', request.recommends.join(', ')],
    ['Section', request.section],
    ['Priority', 'optional'],
    ['Homepage', request.homepage],
    ['Description', `${request.summary}\n ${request.description}`],
  ]
  return fields.flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}\n`])).join('')
}

/**
 * What `dpkg --verify` compares.
 * @param {string} root
 * @param {readonly string[]} files
 */
function checksums(root, files) {
  return files
    .filter((path) => lstatSync(path).isFile())
    .map((path) => `${createHash('md5').update(readFileSync(path)).digest('hex')}  ${relative(root, path)}\n`)
    .join('')
}

/**
 * As Debian's policy counts it: whole KiB of each file, one of everything else.
 * @param {string} root
 * @param {readonly string[]} files
 */
function sizeKib(root, files) {
  const folders = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory())
  const sizes = files.map((path) => {
    const stat = lstatSync(path)
    return stat.isFile() ? Math.ceil(stat.size / 1024) : 1
  })
  return sizes.reduce((sum, size) => sum + size, folders.length)
}

/** @param {string} root */
function filesBelow(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}
