import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runTool } from './run-tool.mjs'

/**
 * @param {import('./package-request.mjs').PackageRequest} request
 * @param {{ folder: string, root: string, epochSeconds: number }} options
 */
export async function buildRpm(request, { folder, root, epochSeconds }) {
  const spec = join(folder, `${request.name}.spec`)
  writeFileSync(spec, specText(request, installedPaths(root, request)))
  const defined = [`_topdir ${folder}`, `_rpmdir ${folder}`, '_rpmfilename package.rpm']
  const args = ['-bb', '--target', `${request.architecture}-linux`, '--buildroot', root]
  const settings = defined.flatMap((each) => ['--define', each])
  await runTool('rpm', [...args, ...settings, spec], epochSeconds)
  copyFileSync(join(folder, 'package.rpm'), request.output)
}

/**
 * Everything is as it was staged: nothing is stripped, compressed or searched for dependencies. The time of the build is
 * SOURCE_DATE_EPOCH, and two threads compress on every computer, since their number changes the bytes.
 */
const macros = `%global debug_package %{nil}
%global __os_install_post %{nil}
%global __spec_install_pre %{___build_pre}
%global _build_id_links none
%global _buildhost localhost
%global use_source_date_epoch_as_buildtime 1
%global clamp_mtime_to_source_date_epoch 1
%global _binary_payload w6T2.xzdio
%global _source_filedigest_algorithm 8
%global _binary_filedigest_algorithm 8
`

/**
 * @param {import('./package-request.mjs').PackageRequest} request
 * @param {readonly string[]} paths
 */
function specText(request, paths) {
  const fields = [
    ['Name', request.name],
    ['Version', request.version],
    ['Release', '1'],
    ['Summary', request.summary],
    ['License', request.license],
    ['URL', request.homepage],
    ['Packager', request.maintainer],
    ['AutoReqProv', 'no'],
    ...request.depends.map((each) => ['Requires', each]),
    ...request.recommends.map((each) => ['Recommends', each]),
  ]
  const header = fields.map(([name, value]) => `${name}: ${escapeMacros(String(value))}\n`).join('')
  const script = (/** @type {string} */ path) => escapeMacros(readFileSync(path, 'utf8').replace(/^#!.*\n/, ''))
  return `${macros}
${header}
%description
${escapeMacros(wrapLines(request.description))}

%files
%defattr(-,root,root,-)
${paths.join('\n')}

%post
${script(request.afterInstall)}
%postun
${script(request.afterRemove)}`
}

/** @param {string} text */
function escapeMacros(text) {
  return text.replaceAll('%', '%%')
}

/**
 * rpm shows a description as it is written.
 * @param {string} text
 */
function wrapLines(text) {
  return text.replaceAll(/(.{1,79})(?: |$)/g, '$1\n').trimEnd()
}

/**
 * The folders that only this package has, and each file elsewhere: folders such as /usr/share belong to other packages.
 * @param {string} root
 * @param {import('./package-request.mjs').PackageRequest} request
 */
function installedPaths(root, { name, target }) {
  const own = [target, `/usr/share/doc/${name}`]
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .filter((path) => !own.some((folder) => path.startsWith(`${folder}/`)))
  return [...own, ...files.toSorted()].map(escapeMacros)
}
