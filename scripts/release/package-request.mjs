import { parseArgs } from 'node:util'
import { SetupError } from '../setup/say.mjs'

/**
 * @typedef {object} PackageRequest
 * @property {'deb' | 'rpm'} type
 * @property {string} output the file to write
 * @property {string} name
 * @property {string} version
 * @property {string} architecture as dpkg or rpm names it
 * @property {string} summary
 * @property {string} description
 * @property {string} maintainer
 * @property {string} homepage
 * @property {string} license
 * @property {string} section
 * @property {readonly string[]} depends
 * @property {readonly string[]} recommends
 * @property {string} afterInstall path of the script
 * @property {string} afterRemove path of the script
 * @property {string} program the folder to package
 * @property {string} target where it is installed
 */

/**
 * What electron-builder 26 passes to fpm, and `rpm-recommends`, which is in electron-builder.yml. An option that is not
 * here stops the build, rather than being ignored.
 */
const options = /** @type {const} */ ({
  'input-type': { type: 'string', short: 's' },
  'output-type': { type: 'string', short: 't' },
  force: { type: 'boolean' },
  debug: { type: 'boolean' },
  log: { type: 'string' },
  depends: { type: 'string', short: 'd', multiple: true },
  'deb-recommends': { type: 'string', multiple: true },
  'deb-compression': { type: 'string' },
  'deb-priority': { type: 'string' },
  'rpm-os': { type: 'string' },
  'rpm-compression': { type: 'string' },
  'rpm-recommends': { type: 'string', multiple: true },
  'rpm-summary': { type: 'string' },
  architecture: { type: 'string' },
  'after-install': { type: 'string' },
  'after-remove': { type: 'string' },
  category: { type: 'string' },
  description: { type: 'string' },
  license: { type: 'string' },
  maintainer: { type: 'string' },
  name: { type: 'string' },
  package: { type: 'string' },
  url: { type: 'string' },
  vendor: { type: 'string' },
  version: { type: 'string' },
})

/**
 * @param {readonly string[]} args as fpm takes them
 * @returns {PackageRequest}
 */
export function readRequest(args) {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  /** @param {keyof typeof options} name */
  const required = (name) => {
    const value = values[name]
    if (typeof value !== 'string' || value === '') throw new SetupError(`--${name} is missing.`)
    return value
  }
  const type = required('output-type')
  if (type !== 'deb' && type !== 'rpm') throw new SetupError(`Only deb and rpm packages are built here, not ${type}.`)
  const compression = required(`${type}-compression`)
  if (!/^xz(mt)?$/.test(compression)) throw new SetupError(`Packages are compressed by xz here, not ${compression}.`)
  const { summary, description } = textsOf(type, required('description'), values['rpm-summary'])
  return {
    type,
    output: required('package'),
    name: required('name'),
    version: required('version'),
    architecture: architectureOf(type, required('architecture')),
    summary,
    description,
    maintainer: required('maintainer'),
    homepage: required('url'),
    license: required('license'),
    section: required('category'),
    depends: values.depends ?? [],
    recommends: values[`${type}-recommends`] ?? [],
    afterInstall: required('after-install'),
    afterRemove: required('after-remove'),
    ...programOf(positionals),
  }
}

/**
 * electron-builder names x64 as Debian does, for rpm too. dnf and zypper refuse such an rpm.
 * @param {'deb' | 'rpm'} type
 * @param {string} name
 */
function architectureOf(type, name) {
  return type === 'rpm' && name === 'amd64' ? 'x86_64' : name
}

/**
 * Of a deb, both are in one text, of which the first line is the summary.
 * @param {'deb' | 'rpm'} type
 * @param {string} text
 * @param {string | undefined} rpmSummary
 */
function textsOf(type, text, rpmSummary) {
  const [first = '', ...rest] = text.split('\n')
  const summary = (type === 'deb' ? first : (rpmSummary ?? '')).trim()
  const description = (type === 'deb' ? rest.join(' ') : text).replaceAll(/\s+/g, ' ').trim()
  if (summary === '' || description === '') throw new SetupError('linux.synopsis or linux.description is missing.')
  return { summary, description }
}

/**
 * The folder of the program, as `SOURCE/=TARGET`. Icons, desktop file and file type that electron-builder makes up are
 * left out: `stagePackage` adds those of resources/linux, which the Flatpak has as well.
 * @param {readonly string[]} mappings
 */
function programOf(mappings) {
  const folders = mappings.map((mapping) => /^(.+)\/=(\/.+)$/.exec(mapping)).filter((match) => match !== null)
  const [match] = folders
  if (match === undefined || folders.length > 1) throw new SetupError('Pass one folder as FOLDER/=TARGET.')
  const [, program = '', target = ''] = match
  return { program, target }
}
