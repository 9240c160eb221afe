import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {{ name: string, version: string, license: string, text: string | null, integrity: string | null }} Shipped
 * @typedef {{ version?: string, license?: string, integrity?: string, name?: string, os?: string[], cpu?: string[], libc?: string[], dev?: boolean, devOptional?: boolean, link?: boolean }} Locked
 */

/** What the bundler lists of the packages that it has built in. */
const builtInLists = ['main', 'renderer'].map((part) => join(part, 'licenses.md'))

/**
 * Writes `out/licenses.json`, which the window shows, and `out/sbom.cdx.json`, a CycloneDX 1.6 bill of materials
 * (https://cyclonedx.org/docs/1.6/json/). Both follow from package-lock.json and the build alone: no dates, no chance.
 * @param {string} root
 */
export function writeLicenses(root) {
  const shipped = shippedPackages(root)
  const licenses = shipped.map(({ name, version, license, text }) => ({ name, version, license, text }))
  writeFileSync(join(root, 'out', 'licenses.json'), JSON.stringify(licenses))
  writeFileSync(join(root, 'out', 'sbom.cdx.json'), `${JSON.stringify(billOfMaterials(root, shipped), null, 2)}\n`)
}

/**
 * Returns everything by others that a package of Atelier contains on any system: what is installed with it, what is
 * built into its scripts, and Electron.
 * @param {string} root
 * @returns {Shipped[]}
 */
export function shippedPackages(root) {
  const locked = lockedPackages(root)
  const builtIn = builtInLists.flatMap((list) => builtInPaths(readFileSync(join(root, 'out', list), 'utf8'), locked))
  const installed = [...locked]
    .filter(([, { dev, devOptional, link }]) => !dev && !devOptional && !link)
    .map(([path]) => path)
  const paths = new Set([...installed, ...builtIn, 'node_modules/electron'])
  return [...paths]
    .flatMap((path) => {
      const entry = locked.get(path)
      if (entry?.version === undefined || !runsOn(entry)) return []
      const { version, license = 'unknown', integrity = null } = entry
      // Under another name where it was replaced, by an empty package.
      const name = entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
      return {
        name,
        version,
        license: license.replace(/^\((.*)\)$/, '$1'),
        text: licenseText(join(root, path)),
        integrity,
      }
    })
    .filter((each, at, all) => all.findIndex((other) => labelOf(other) === labelOf(each)) === at)
    .toSorted((a, b) => (labelOf(a) < labelOf(b) ? -1 : 1))
}

/** @param {Shipped} shipped */
const labelOf = ({ name, version }) => `${name}@${version}`

/**
 * @param {string[] | undefined} named
 * @param {string[]} ours
 */
function fits(named, ours) {
  return named === undefined || named.some((each) => ours.includes(each))
}

/**
 * Whether it is for a system that Atelier is packaged for.
 * @param {Locked} entry
 */
function runsOn({ os, cpu, libc }) {
  return fits(os, ['linux', 'darwin', 'win32']) && fits(cpu, ['x64', 'arm64', 'wasm32']) && fits(libc, ['glibc'])
}

/**
 * @param {string} root
 * @returns {Map<string, Locked>}
 */
function lockedPackages(root) {
  const lock = /** @type {{ packages: Record<string, Locked> }} */ (
    JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  )
  return new Map(Object.entries(lock.packages).filter(([path]) => path !== ''))
}

/**
 * A package can be installed in several versions: the one that was built in counts.
 * @param {string} list
 * @param {ReadonlyMap<string, Locked>} locked
 */
function builtInPaths(list, locked) {
  return [...list.matchAll(/^## (\S+) - (\S+) \(/gm)].map(([, name, version]) => {
    const ends = `node_modules/${name}`
    const found = [...locked].find(([path, entry]) => path.endsWith(ends) && entry.version === version)
    return found?.[0] ?? ends
  })
}

/**
 * The package's own license file; null = it has none, or is not installed on this system.
 * @param {string} folder
 */
function licenseText(folder) {
  if (!existsSync(folder)) return null
  const file = readdirSync(folder).find((name) => /^(?:licen[cs]e|copying)(?:[-.](?:md|txt|mit|apache))?$/i.test(name))
  return file === undefined ? null : readFileSync(join(folder, file), 'utf8').trim()
}

/**
 * @param {string} root
 * @param {readonly Shipped[]} shipped
 */
function billOfMaterials(root, shipped) {
  const { version, license } = /** @type {{ version: string, license: string }} */ (
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  )
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: { type: 'application', name: 'Atelier', version, licenses: [{ license: { id: license } }] },
    },
    components: shipped.map(component),
  }
}

/** @param {Shipped} shipped */
function component({ name, version, license, integrity }) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
  return {
    type: name === 'electron' ? 'framework' : 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    licenses: [/ (?:AND|OR|WITH) /.test(license) ? { expression: license } : { license: licenseChoice(license) }],
    ...(integrity !== null && { hashes: hashesOf(integrity) }),
  }
}

/** @param {string} license */
const licenseChoice = (license) => (license === 'unknown' ? { name: license } : { id: license })

/**
 * @param {string} integrity as in package-lock.json: `sha512-` and base64
 */
function hashesOf(integrity) {
  return integrity
    .split(' ')
    .filter((each) => each.startsWith('sha512-'))
    .map((each) => ({ alg: 'SHA-512', content: Buffer.from(each.slice('sha512-'.length), 'base64').toString('hex') }))
}
