import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { turnCount } from '../../scripts/checks/turn.mjs'
import { updateSourceOf } from '../../scripts/release/update-build.mjs'
import { languages } from '../../src/shared/messages/languages.ts'
import { projectRoot } from '../support/run-built-program.ts'

const read = (path: string) => readFile(join(projectRoot, path), 'utf8')

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, unknown>>
}
interface Workflow {
  readonly env: Readonly<Record<string, string>>
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly steps: readonly Step[]
        readonly needs?: string
        readonly env?: Readonly<Record<string, string>>
        readonly strategy?: {
          readonly matrix: {
            readonly os: readonly string[]
            readonly turn?: readonly number[]
            readonly include?: readonly { readonly os: string }[]
          }
        }
        readonly environment?: string
      }
    >
  >
}

const workflow = async () => parse(await read('.github/workflows/release.yml')) as Workflow
const stepsOf = ({ jobs }: Pick<Workflow, 'jobs'>) => Object.values(jobs).flatMap(({ steps }) => steps)

describe('the workflow of a release', () => {
  it('runs on three systems, packages only what was tested, and signs only what was packaged', async () => {
    const { jobs } = await workflow()
    for (const job of ['test', 'package']) {
      const { os = [], include = [] } = jobs[job]?.strategy?.matrix ?? {}
      const systems = [...os, ...include.map((each) => each.os)].map((name) => name.replace(/-.*/, ''))
      expect(systems).toEqual(['ubuntu', 'windows', 'macos'])
    }
    expect([jobs['package']?.needs, jobs['sign']?.needs]).toEqual(['test', 'package'])
  })

  it('runs the whole suite on the official Electron: each turn once', async () => {
    const { jobs, env } = await workflow()
    expect(env).toEqual({ ATELIER_OFFICIAL_ELECTRON: '1' })
    const { strategy, env: ofTests, steps = [] } = jobs['test'] ?? {}
    expect(strategy?.matrix.turn).toEqual(Array.from({ length: turnCount }, (_, index) => index + 1))
    expect(ofTests?.['ATELIER_TURN']).toContain('matrix.turn')
    expect(steps.map(({ run }) => run)).toContain('npm test')
  })

  it('calls only scripts that exist', async () => {
    const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> }
    const commands = stepsOf(await workflow()).flatMap(({ run }) => (run === undefined ? [] : [run]))
    const named = commands.flatMap((command) => [...command.matchAll(/npm (?:run (?:-s )?)?([\w:]+)/g)])
    const names = named.map(([, name = '']) => name).filter((name) => name !== 'ci')
    expect(names).toEqual(expect.arrayContaining(['test', 'build', 'unit', 'audit', 'package', 'sign']))
    expect(names.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
  })

  it('keeps the bill of materials, the manifests and the signatures', async () => {
    const uploads = stepsOf(await workflow()).filter(({ uses }) => uses?.startsWith('actions/upload-artifact@'))
    const paths = uploads.map(({ with: options }) => String(options?.['path'])).join('\n')
    for (const kept of ['out/sbom.cdx.json', 'dist/*.yml', 'dist/*.AppImage', '*.sig']) expect(paths).toContain(kept)
  })

  it('names versions of actions, holds no secret, may write nothing, and gives the key to one step', async () => {
    const text = await read('.github/workflows/release.yml')
    const { permissions, jobs } = await workflow()
    const steps = stepsOf({ jobs })
    const actions = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]))
    expect(actions.length).toBeGreaterThan(5)
    for (const action of actions) expect(action).toMatch(/^actions\/[\w-]+@(?:v\d+|[0-9a-f]{40})$/)
    expect(permissions).toEqual({ contents: 'read' })
    expect(text).not.toMatch(/BEGIN [A-Z ]*PRIVATE KEY|gh[ps]_\w{20}/)
    for (const { uses, with: options } of steps)
      if (uses?.startsWith('actions/checkout@')) expect(options).toMatchObject({ 'persist-credentials': false })
    const withKey = steps.filter(({ env }) => Object.values(env ?? {}).some((each) => each.includes('SIGNING_KEY')))
    expect(withKey).toHaveLength(1)
    expect(jobs['sign']?.environment).toBe('release-signing')
    // An expression in a script would be run as part of it: values come by the environment.
    for (const { run = '' } of steps) expect(run).not.toMatch(/\$\{\{ *(?:github|secrets|vars|inputs)\b/)
  })
})

describe('the Flatpak', () => {
  const folder = 'resources/flatpak'
  // Of deb and rpm as well.
  const shared = 'resources/linux'
  const id = 'art.atelier.studio'

  it('has the identity of the program, and installs every file that it lists', async () => {
    const manifest = parse(await read(`${folder}/${id}.yml`)) as {
      readonly 'app-id': string
      readonly modules: readonly [
        { readonly 'build-commands': readonly string[]; readonly sources: readonly { type: string; path: string }[] },
      ]
    }
    const { appId } = parse(await read('electron-builder.yml')) as { readonly appId: string }
    expect([manifest['app-id'], id]).toEqual([appId, appId])
    const [{ sources, 'build-commands': commands }] = manifest.modules
    for (const { type, path } of sources) {
      if (type === 'dir') continue
      expect((await read(join(folder, path))).length).toBeGreaterThan(0)
      const name = path.split('/').at(-1)
      expect(commands.filter((command) => command.includes(` ${name} `))).toHaveLength(1)
    }
  })

  it('may do what it has a reason for, and nothing broad', async () => {
    const text = await read(`${folder}/${id}.yml`)
    const { 'finish-args': granted } = parse(text) as { readonly 'finish-args': readonly string[] }
    expect(granted).toEqual([
      '--socket=wayland',
      '--socket=fallback-x11',
      '--share=ipc',
      '--device=dri',
      '--share=network',
      '--filesystem=~/Atelier:create',
      '--talk-name=org.freedesktop.Notifications',
    ])
    const lines = text.split('\n')
    for (const [at, line] of lines.entries()) {
      if (!line.startsWith('  - --')) continue
      const before = lines.slice(0, at).findLast((each) => !each.startsWith('  - --'))
      expect(before, line).toMatch(/^ {2}# \S|^ {2}# .*\.$/)
    }
  })

  it('describes itself as AppStream and the desktop expect', async () => {
    const metainfo = await read(`${shared}/${id}.metainfo.xml`)
    const desktop = await read(`${shared}/${id}.desktop`)
    const valueOf = (name: string) => new RegExp(`<${name}[^>]*>([^<]+)</${name}>`).exec(metainfo)?.[1]
    expect(metainfo).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<component type="desktop-application">/)
    expect(valueOf('id')).toBe(id)
    expect(valueOf('metadata_license')).toBe('CC0-1.0')
    const program = JSON.parse(await read('package.json')) as Record<string, string>
    expect([valueOf('project_license'), valueOf('name')]).toEqual([program.license, program.productName])
    expect(valueOf('launchable')).toBe(`${id}.desktop`)
    expect(valueOf('summary')).toMatch(/^[A-Z].{5,35}[^.]$/)
    expect(/<release version="([^"]+)"/.exec(metainfo)?.[1]).toBe(program.version)
    expect(desktop).toMatch(/^\[Desktop Entry\]\nType=Application\nName=Atelier\n/)
    expect(desktop).toContain(`\nIcon=${id}\n`)
    expect(desktop).toContain('\nExec=atelier %F\n')
    // What desktops know the window by.
    expect(desktop).toContain(`\nStartupWMClass=${id}\n`)
    expect(program.desktopName).toBe(`${id}.desktop`)
  })

  it('opens documents of Atelier, in the names of every language', async () => {
    const mime = await read(`${shared}/${id}.mime.xml`)
    const { fileAssociations } = parse(await read('electron-builder.yml')) as {
      readonly fileAssociations: readonly [{ readonly ext: string; readonly mimeType: string }]
    }
    const [{ ext, mimeType }] = fileAssociations
    expect(mime).toContain(`<mime-type type="${mimeType}">`)
    expect(mime).toContain(`<glob pattern="*.${ext}"/>`)
    expect(await read(`${shared}/${id}.desktop`)).toContain(`MimeType=${mimeType};`)
    expect(await read(`${shared}/${id}.metainfo.xml`)).toContain(`<mediatype>${mimeType}</mediatype>`)
    const translated = [...mime.matchAll(/<comment xml:lang="(\w\w)/g)].map(([, language = '']) => language)
    expect(translated.toSorted()).toEqual(languages.filter((language) => language !== 'en').toSorted())
  })
})

describe('a build that updates itself', () => {
  const key = 'MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo='
  const url = 'https://updates.test/atelier/'

  it('is given an address and a key, both or none', () => {
    expect(updateSourceOf({})).toBeNull()
    expect(updateSourceOf({ ATELIER_UPDATE_URL: url, ATELIER_UPDATE_KEY: key })).toEqual({
      url,
      publicKey: key,
      channel: 'latest',
      publisher: null,
    })
    expect(() => updateSourceOf({ ATELIER_UPDATE_URL: url })).toThrow(/both/)
    expect(() => updateSourceOf({ ATELIER_UPDATE_KEY: key })).toThrow(/both/)
  })

  it.each([
    ['plain http', { ATELIER_UPDATE_URL: 'http://updates.test/', ATELIER_UPDATE_KEY: key }],
    ['a password', { ATELIER_UPDATE_URL: 'https://a:b@updates.test/', ATELIER_UPDATE_KEY: key }],
    ['another key', { ATELIER_UPDATE_URL: url, ATELIER_UPDATE_KEY: 'AAAA' }],
    ['a path as channel', { ATELIER_UPDATE_URL: url, ATELIER_UPDATE_KEY: key, ATELIER_UPDATE_CHANNEL: '../x' }],
  ])('is not made with %s', (_what, env) => {
    expect(() => updateSourceOf(env)).toThrow()
  })

  it('has no address of its own in the repository', async () => {
    const { publish } = parse(await read('electron-builder.yml')) as { readonly publish: unknown }
    expect(publish).toBeNull()
    expect(await read('.gitignore')).toMatch(/^\/?(?:out|dist)\b/m)
  })
})
