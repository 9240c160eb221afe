import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { languages } from '../../src/shared/messages/languages.ts'
import { projectRoot } from '../support/run-built-program.ts'

interface BuilderTargets {
  readonly target: readonly { readonly target: string; readonly arch: readonly string[] }[]
}

interface BuilderConfig {
  readonly deb: { readonly depends: readonly string[] }
  readonly rpm: { readonly depends: readonly string[] }
  readonly linux: BuilderTargets
  readonly win: BuilderTargets
  readonly nsis: { readonly deleteAppDataOnUninstall: boolean }
  readonly electronLanguages: readonly string[]
  readonly asarUnpack: readonly string[]
  readonly extraResources: readonly { readonly from: string; readonly to: string }[]
  readonly mac: BuilderTargets & {
    readonly hardenedRuntime: boolean
    readonly entitlements: string
    readonly entitlementsInherit: string
  }
}

const read = (path: string) => readFile(join(projectRoot, path), 'utf8')
const named = ({ target }: BuilderTargets) => target.map(({ target: name }) => name)
const config = async () => parse(await read('electron-builder.yml')) as BuilderConfig

it('allows the engine process to load third-party libraries on hardened macOS', async () => {
  const { mac } = await config()
  expect(mac.hardenedRuntime).toBe(true)
  for (const path of [mac.entitlements, mac.entitlementsInherit]) {
    const granted = (await read(path)).replaceAll(/<!--[^]*?-->/g, '')
    expect(granted).toMatch(/<key>com\.apple\.security\.cs\.disable-library-validation<\/key>\s*<true\/>/)
  }
})

it('makes installers for both processors of each system, which leave the library when removed', async () => {
  const { linux, mac, win, nsis } = await config()
  expect(named(linux)).toEqual(['AppImage', 'deb', 'rpm'])
  expect(named(mac)).toEqual(['dmg', 'zip'])
  expect(named(win)).toEqual(['nsis', 'portable'])
  for (const { arch } of [linux, mac, win].flatMap(({ target }) => target)) expect(arch).toEqual(['x64', 'arm64'])
  expect(nsis.deleteAppDataOnUninstall).toBe(false)
})

it('refuses to package a release from an Electron that is no longer supported', () => {
  const later = `const Now = Date
    globalThis.Date = class extends Now { constructor(...given) { super(...(given.length === 0 ? ['2100-01-01'] : given)) } }`
  const clock = `data:text/javascript,${encodeURIComponent(later)}`
  const { status, stderr } = spawnSync(process.execPath, ['--import', clock, 'scripts/package.mjs', 'dir'], {
    cwd: projectRoot,
    encoding: 'utf8',
    timeout: 60_000,
  })
  expect(stderr).toMatch(/Nothing is packaged for release\. Support for Electron \d+ ended on \d{4}-\d{2}-\d{2}/)
  expect(status).toBe(1)
})

it('packs Chromium’s own texts in every language of the window', async () => {
  const { electronLanguages } = await config()
  const packed = electronLanguages.map((language) => language.replace(/-.*/, ''))
  expect(packed.toSorted()).toEqual([...languages].toSorted())
})

it('unpacks modules that are loaded by path', async () => {
  const { asarUnpack } = await config()
  for (const name of ['koffi', '@koromix', 'sharp', '@img']) expect(asarUnpack).toContain(`**/node_modules/${name}/**`)
})

it.runIf(process.platform === 'linux')(
  'starts the command line without a display, and prints the version itself',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'atelier-launcher-'))
    const bin = join(folder, 'program/resources/bin')
    await mkdir(bin, { recursive: true })
    await copyFile(join(projectRoot, 'resources/bin/atelier'), join(bin, 'atelier'))
    await writeFile(join(bin, 'version'), '1.2.3\n')
    await writeFile(join(folder, 'program/atelier'), '#!/bin/sh\nprintf "%s|" "$@"\nexit 4\n', { mode: 0o755 })
    await symlink('program/resources/bin/atelier', join(folder, 'linked'))
    const run = (...args: string[]) => {
      const { status, stdout } = spawnSync(join(folder, 'linked'), args, { cwd: folder, encoding: 'utf8' })
      return { status, stdout }
    }
    expect(run('--version')).toEqual({ status: 0, stdout: '1.2.3\n' })
    expect(run('-v')).toEqual({ status: 0, stdout: '1.2.3\n' })
    const switches = '--ozone-platform=headless|--log-level=3|'
    expect(run('search', 'two words', '')).toEqual({ status: 4, stdout: `${switches}--|search|two words||` })
    expect(run('keys', '--version').stdout).toBe(`${switches}--|keys|--version|`)
    expect(run('--help').stdout).toBe(`${switches}--help|`)
    // The window opens without arguments, and with a file.
    expect(run().stdout).toBe('|')
    expect(run('cat.png').stdout).toBe('--|cat.png|')
    expect(run(join(folder, 'program')).stdout).toBe(`--|${join(folder, 'program')}|`)
    // Switches of Chromium come first; what a shell makes of `*` is no switch.
    expect(run('--no-sandbox', '--help').stdout).toBe(`${switches}--no-sandbox|--help|`)
    expect(run('cat.png', '--gpu-launcher=x.png').stdout).toBe('--|cat.png|--gpu-launcher=x.png|')
    await writeFile(join(folder, '--gpu-launcher=x.png'), '')
    expect(run('--gpu-launcher=x.png', 'cat.png').stdout).toBe(`${switches}--|--gpu-launcher=x.png|cat.png|`)
    await rm(folder, { recursive: true })
  },
)

const hasReaders = spawnSync('readelf', ['--version']).status === 0 && spawnSync('dpkg', ['--version']).status === 0

it.skipIf(process.platform !== 'linux' || process.arch !== 'x64' || !hasReaders)(
  'lets deb and rpm depend on each library that the program’s files name (needs readelf and dpkg, on x64)',
  () => {
    const modules = join(projectRoot, 'node_modules')
    const folders = [
      'electron/dist',
      'keytar/prebuilds/linux-x64',
      '@koromix/koffi-linux-x64/linux_x64',
      'onnxruntime-node/bin/napi-v6/linux/x64',
    ]
    const files = folders.flatMap((folder) => filesOf(join(modules, folder)))
    const own = new Set(files.map((path) => basename(path)))
    const { stdout } = spawnSync('readelf', ['--dynamic', ...files], { encoding: 'utf8', maxBuffer: 1e8 })
    const libraries = new Set([...stdout.matchAll(/\(NEEDED\).*\[(.+)\]/g)].map(([, name = '']) => name))
    // Parts of the C library come with the one that is named with its version.
    const needed = [...libraries].filter(
      (name) => !own.has(name) && !/^(?:ld-linux|lib(?:dl|m|pthread|rt)\.)/.test(name),
    )
    expect(needed.length).toBeGreaterThan(25)
    const { deb, rpm } = parse(readFileSync(join(projectRoot, 'electron-builder.yml'), 'utf8')) as BuilderConfig
    expect(needed.filter((name) => !rpm.depends.some((each) => each.startsWith(`${name}(`)))).toEqual([])
    const debs = deb.depends.map((each) => each.replace(/ .*/, ''))
    const installed = installedLibraries(needed)
    const isNamed = (name: string) => installed.some(({ from, file }) => file === name && debs.includes(from))
    expect(needed.filter((name) => !isNamed(name))).toEqual([])
  },
)

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^[^.]+$|\.node$|\.so(?:\.\d+)*$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

/** With the packages that they are in; releases after Debian 12 have added `t64` to some names. */
function installedLibraries(names: readonly string[]): { from: string; file: string }[] {
  // By whole paths: a pattern is compared with every file of the system.
  const folders = ['/usr/lib/x86_64-linux-gnu', '/lib/x86_64-linux-gnu']
  const paths = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  const { stdout } = spawnSync('dpkg', ['--search', ...paths], { encoding: 'utf8' })
  return stdout.split('\n').map((line) => ({ from: line.replace(/:.*/, '').replace(/t64$/, ''), file: basename(line) }))
}

it('packs the launchers with the version', async () => {
  const { extraResources } = await config()
  for (const from of ['resources/bin', 'out/bin']) expect(extraResources).toContainEqual({ from, to: 'bin' })
  expect(await read('scripts/package.mjs')).toContain("'out', 'bin', 'version'")
  expect(await read('resources/bin/atelier.cmd')).toContain('type "%~dp0version"')
})

it('keeps Chromium from reading words as its switches on Windows too', async () => {
  const text = await read('resources/bin/atelier.cmd')
  // Otherwise, Windows reads it wrongly from the second label on.
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  const lines = text.split('\r\n')
  const starts = lines.filter((line) => line.includes('Atelier.exe"'))
  expect(starts.map((line) => line.replace(/^.*exe" /, ''))).toEqual(['-- %*', '%*'])
  expect(starts.every((line) => lines[lines.indexOf(line) + 1] === 'exit /b %errorlevel%')).toBe(true)
  // Every label that is gone to is there once.
  for (const [, label = ''] of text.matchAll(/goto (\w+)/g))
    expect(lines.filter((line) => line === `:${label}`)).toHaveLength(1)
  // A switch before the first word stays one.
  expect(lines.indexOf('if not "%first:~0,1%"=="-" goto words')).toBeLessThan(lines.indexOf(':words'))
})

it('packs the schema of the configuration file, for editors', async () => {
  const { extraResources } = await config()
  const name = 'atelier.schema.json'
  expect(extraResources).toContainEqual({ from: `resources/${name}`, to: name })
  expect(JSON.parse(await read(`resources/${name}`))).toHaveProperty('$schema')
})

it('answers --version before it sets anything up', async () => {
  const { version } = JSON.parse(await read('package.json')) as { version: string }
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const out = execFileSync(process.execPath, ['scripts/atelier.mjs', '--version'], {
    cwd: projectRoot,
    env,
    encoding: 'utf8',
  })
  expect(out).toBe(`${version}\n`)
})
