import { execFileSync, spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { originOf } from '../../scripts/release/linux-installers.mjs'
import { readRequest } from '../../scripts/release/package-request.mjs'
import { projectRoot } from '../support/run-built-program.ts'

const script = join(projectRoot, 'scripts/release/linux-package.mjs')
const epoch = '1700000000'
let folder: string
let program: string

const hasTool = (name: string) => spawnSync(name, ['--version']).status === 0
const read = (command: string, ...args: string[]) =>
  execFileSync(command, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' } })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-linux-package-'))
  program = join(folder, 'program')
  await mkdir(join(program, 'resources/bin'), { recursive: true })
  await mkdir(join(program, 'two words'))
  for (const path of ['atelier', 'chrome-sandbox', 'resources/bin/atelier', 'two words/100% é.pak'])
    await writeFile(join(program, path), path)
  for (const path of ['atelier', 'chrome-sandbox', 'resources/bin/atelier']) await chmod(join(program, path), 0o700)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const installScript = (name: string) => join(projectRoot, 'resources/linux', `${name}.sh`)

/** A description longer than the 79 characters that rpm shows without a break. */
const firstLine = 'Paint over what should go, and fill the place, 100% here, from the rest of the'
const secondLine = 'image.'

/** As electron-builder passes them to fpm. */
function argsFor(type: 'deb' | 'rpm', output: string): string[] {
  const text = `${firstLine} ${secondLine}`
  const own =
    type === 'deb'
      ? ['-d', 'libone', '-d', 'libtwo (>= 2)', '--deb-recommends', 'fonts', '--deb-compression', 'xz']
      : ['-d', 'libone.so.1()(64bit)', '--rpm-os', 'linux', '--rpm-compression', 'xzmt', '--rpm-summary', 'Studio']
  const addedByConfig = type === 'rpm' ? ['--rpm-recommends=(fonts or letters)'] : []
  return [
    '-s',
    'dir',
    '--force',
    '-t',
    type,
    ...own,
    '--architecture',
    'amd64',
    '--after-install',
    installScript('after-install'),
    '--after-remove',
    installScript('after-remove'),
    '--description',
    type === 'deb' ? `Studio\n ${text}` : text,
    '--version',
    '1.2.3~beta',
    '--package',
    output,
    '--name',
    'atelier',
    '--maintainer',
    'Ann <ann@atelier.invalid>',
    '--vendor',
    'Ann',
    '--url',
    'https://atelier.invalid/',
    '--category',
    'graphics',
    '--license',
    'Apache-2.0',
    ...addedByConfig,
    `${program}/=/opt/Atelier`,
    '/made/up.desktop=/usr/share/applications/atelier.desktop',
  ]
}

function build(args: readonly string[], env: NodeJS.ProcessEnv = { SOURCE_DATE_EPOCH: epoch }) {
  const { status, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ELECTRON_RUN_AS_NODE: '1', ...env },
  })
  return { status, stderr }
}

/** Built by somebody else, later. */
async function buildAgain(type: 'deb' | 'rpm', output: string) {
  for (const path of ['atelier', 'two words']) await utimes(join(program, path), new Date(), new Date())
  const mask = process.umask(0o077)
  try {
    expect(build(argsFor(type, output))).toMatchObject({ status: 0 })
  } finally {
    process.umask(mask)
  }
  return readFile(output)
}

const installed = [
  '/opt/Atelier/chrome-sandbox',
  '/opt/Atelier/resources/package-type',
  '/opt/Atelier/two words/100% é.pak',
  '/usr/share/applications/art.atelier.studio.desktop',
  '/usr/share/metainfo/art.atelier.studio.metainfo.xml',
  '/usr/share/mime/packages/art.atelier.studio.xml',
  '/usr/share/icons/hicolor/16x16/apps/art.atelier.studio.png',
  '/usr/share/icons/hicolor/512x512/apps/art.atelier.studio.png',
  '/usr/share/icons/hicolor/scalable/apps/art.atelier.studio.svg',
]

describe.skipIf(!hasTool('dpkg-deb'))('a deb (needs dpkg-deb, which Debian and Ubuntu have)', () => {
  it('installs the program, its command and its desktop files, as root’s, with the scripts of an installation', async () => {
    const deb = join(folder, 'one.deb')
    expect(build(argsFor('deb', deb))).toMatchObject({ status: 0 })
    const control = read('dpkg-deb', '--field', deb)
    expect(control).toMatch(/^Package: atelier\nVersion: 1\.2\.3~beta\nArchitecture: amd64\n/)
    expect(control).toContain('\nMaintainer: Ann <ann@atelier.invalid>\n')
    expect(control).toContain('\nDepends: libone, libtwo (>= 2)\nRecommends: fonts\n')
    expect(control).toContain(`\nDescription: Studio\n ${firstLine} ${secondLine}\n`)

    const rows = read('dpkg-deb', '--contents', deb).trimEnd().split('\n')
    for (const path of installed) expect(rows.filter((row) => row.endsWith(` .${path}`))).toHaveLength(1)
    for (const row of rows)
      expect(row).toMatch(/^(?:-rw-r--r--|[-d]rw[xs]r-xr-x|lrwxrwxrwx) root\/root +\d+ 2023-11-14 22:13 /)
    expect(rows.find((row) => row.includes('chrome-sandbox'))).toMatch(/^-rwsr-xr-x /)
    expect(rows.at(-1)).toMatch(/ \.\/usr\/bin\/atelier -> \/opt\/Atelier\/resources\/bin\/atelier$/)
    expect(rows.join('\n')).not.toContain('atelier.desktop')

    const unpacked = join(folder, 'unpacked')
    read('dpkg-deb', '--raw-extract', deb, unpacked)
    expect(await readFile(join(unpacked, 'opt/Atelier/resources/package-type'), 'utf8')).toBe('deb')
    for (const [name, source] of [
      ['postinst', 'after-install.sh'],
      ['postrm', 'after-remove.sh'],
    ] as const) {
      const text = await readFile(join(projectRoot, 'resources/linux', source), 'utf8')
      expect(await readFile(join(unpacked, 'DEBIAN', name), 'utf8')).toBe(text)
    }
    expect(spawnSync('md5sum', ['--check', '--quiet', 'DEBIAN/md5sums'], { cwd: unpacked }).status).toBe(0)
  })

  it('has the same bytes whenever it is built', async () => {
    const first = await buildAgain('deb', join(folder, 'first.deb'))
    expect((await buildAgain('deb', join(folder, 'second.deb'))).equals(first)).toBe(true)
  })
})

describe.skipIf(!hasTool('rpmbuild'))('an rpm (needs rpmbuild, of the package rpm or rpm-build)', () => {
  it('says what it is and needs, owns its folders, and keeps its profile on an upgrade', () => {
    const rpm = join(folder, 'one.rpm')
    expect(build(argsFor('rpm', rpm))).toMatchObject({ status: 0 })
    const query = (...args: string[]) => read('rpm', '-qp', ...args, rpm)
    const facts = '%{NAME} %{VERSION} %{ARCH} %{LICENSE}|%{SUMMARY}|%{DESCRIPTION}|%{URL}'
    expect(query('--queryformat', facts)).toBe(
      `atelier 1.2.3~beta x86_64 Apache-2.0|Studio|${firstLine}\n${secondLine}|https://atelier.invalid/`,
    )
    expect(query('--requires').split('\n')).toContain('libone.so.1()(64bit)')
    expect(query('--recommends')).toBe('(fonts or letters)\n')
    const paths = query('--list').trimEnd().split('\n')
    expect(paths).toEqual(expect.arrayContaining([...installed, '/usr/bin/atelier', '/opt/Atelier']))
    // A folder that no other package has would stay behind.
    expect(paths).toContain('/usr/share/doc/atelier')
    // Folders that other packages own.
    expect(paths).not.toContain('/usr/share')
    expect(query('--list', '-v')).toMatch(/^-rwsr-xr-x +1 root +root .* \/opt\/Atelier\/chrome-sandbox$/m)
    const scripts = query('--scripts')
    expect(scripts).toContain('profile=/opt/Atelier/resources/apparmor-profile')
    expect(scripts).toContain('remove | purge | 0) ;;')
  })

  it('has the same bytes whenever it is built', async () => {
    const first = await buildAgain('rpm', join(folder, 'first.rpm'))
    expect((await buildAgain('rpm', join(folder, 'second.rpm'))).equals(first)).toBe(true)
  })
})

function entriesOf(rows: readonly string[], isFolder: boolean): string[] {
  return (
    rows
      .filter((row) => row.startsWith('d') === isFolder)
      // Archives differ in the size of links and folders.
      .map((row) => row.replace(/ -> ?$/, '').replace(/^([dl]\S+ \S+) \d+/, '$1'))
      .toSorted()
  )
}

it.skipIf(!hasTool('dpkg-deb') || !hasTool('rpmbuild'))(
  'deb and rpm install the same files with the same modes',
  () => {
    const [deb, rpm] = [join(folder, 'same.deb'), join(folder, 'same.rpm')]
    expect(build(argsFor('deb', deb))).toMatchObject({ status: 0 })
    expect(build(argsFor('rpm', rpm))).toMatchObject({ status: 0 })
    const rows = read('dpkg-deb', '--contents', deb).trimEnd().split('\n')
    const inDeb = rows.map((row) =>
      row.replace(/^(\S+) (\S+) +(\d+) \S+ \S+ \.(.+)$/, '$1 $2 $3 $4').replace(/\/$/, ''),
    )
    const format = '[%{FILEMODES:perms} %{FILEUSERNAME}/%{FILEGROUPNAME} %{FILESIZES} %{FILENAMES} -> %{FILELINKTOS}\n]'
    const inRpm = read('rpm', '-qp', '--queryformat', format, rpm).trimEnd().split('\n')
    expect(entriesOf(inRpm, false)).toEqual(entriesOf(inDeb, false))
    // An rpm has only the folders of its own.
    expect(entriesOf(inDeb, true)).toEqual(expect.arrayContaining(entriesOf(inRpm, true)))
  },
)

describe('what cannot be built', () => {
  it('is refused with what to do', () => {
    const args = argsFor('deb', join(folder, 'never.deb'))
    expect(build(args, {})).toEqual({ status: 1, stderr: expect.stringContaining('SOURCE_DATE_EPOCH is not set') })
    const without = (name: string) => args.filter((_each, at) => args[at] !== name && args[at - 1] !== name)
    expect(() => readRequest(without('--maintainer'))).toThrow('--maintainer is missing.')
    expect(() => readRequest([...args, '--prefix', '/'])).toThrow(/--prefix/)
    expect(() => readRequest([...args, '-t', 'pacman'])).toThrow('Only deb and rpm')
    expect(() => readRequest([...args, '--deb-compression', 'gz'])).toThrow('not gz')
  })

  it.runIf(process.platform === 'linux')('says which package has a tool that is missing', () => {
    const missing = { SOURCE_DATE_EPOCH: epoch, PATH: folder }
    expect(build(argsFor('deb', join(folder, 'never.deb')), missing).stderr).toContain('apt-get install dpkg')
    expect(build(argsFor('rpm', join(folder, 'never.rpm')), missing).stderr).toContain('apt-get install rpm')
  })

  it('needs a project and a maintainer for a release', () => {
    const whole = { ATELIER_HOMEPAGE: 'https://atelier.invalid/', ATELIER_MAINTAINER: 'Ann <ann@atelier.invalid>' }
    expect(originOf(whole)).toEqual({ homepage: whole.ATELIER_HOMEPAGE, maintainer: whole.ATELIER_MAINTAINER })
    expect(() => originOf({})).toThrow('ATELIER_HOMEPAGE')
    expect(() => originOf({ ...whole, ATELIER_HOMEPAGE: 'http://atelier.invalid/' })).toThrow('https')
    expect(() => originOf({ ...whole, ATELIER_MAINTAINER: 'Ann' })).toThrow('ATELIER_MAINTAINER')
  })
})
