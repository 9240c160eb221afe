import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand, type ProgramResult } from '../../support/run-command.ts'

const secret = 'sk-hushhush1234567890hushhush'
let folder: string
let home: string
const at = (...names: string[]) => join(folder, ...names)
const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runCommand(args, { home, cwd: folder, env: { OPENAI_API_KEY: secret, ...env } })
const atelier = (...args: string[]) => run(args)

interface Shown {
  readonly name: string
  readonly value: unknown
  readonly source: string
}

function configurationOf<T>({ out }: ProgramResult): T {
  return (JSON.parse(out) as { readonly configuration: T }).configuration
}

async function shown(...args: string[]): Promise<ReadonlyMap<string, Shown>> {
  const result = await run(['config', 'show', '--json', ...args], { ATELIER_BFL_BASE_URL: 'https://gateway.example' })
  expect(result).toMatchObject({ code: 0, err: '' })
  return new Map(configurationOf<{ settings: Shown[] }>(result).settings.map((each) => [each.name, each]))
}

const yaml = (...lines: string[]) => writeFile(at('home', 'atelier.yaml'), `${lines.join('\n')}\n`)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-config-'))
  home = at('home')
  await mkdir(home)
  await writeFile(at('home', 'settings.json'), JSON.stringify({ theme: 'system', uiScale: 1.5 }))
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

describe('config', () => {
  it('show: lists values, where they come from, and never a key', async () => {
    await yaml('media:', '  default_provider: bfl', 'settings:', '  theme: light')
    const settings = await shown()
    expect(settings.get('media.default_provider')).toMatchObject({ value: 'bfl', source: 'atelier.yaml' })
    expect(settings.get('settings.theme')).toMatchObject({ value: 'light', source: 'atelier.yaml' })
    expect(settings.get('settings.ui_scale')).toMatchObject({ value: 1.5, source: 'settings.json' })
    expect(settings.get('settings.mask.grow')).toMatchObject({ value: 4, source: 'default' })
    expect(settings.get('media.providers.bfl.base_url')).toMatchObject({
      value: 'https://gateway.example',
      source: 'ATELIER_BFL_BASE_URL',
    })
    expect(settings.get('keys.openai')).toMatchObject({ value: 'set', source: 'OPENAI_API_KEY' })
    await writeFile(at('own.yaml'), 'settings: { theme: dark }\n')
    expect((await shown('--config', 'own.yaml')).get('settings.theme')).toMatchObject({
      value: 'dark',
      source: 'own.yaml, --config',
    })
    const { out } = await atelier('config', 'show')
    expect(out).toContain('settings.theme: light (atelier.yaml)\n')
    expect(out).toContain('keys.openai: set (OPENAI_API_KEY)\n')
    expect(out).not.toContain('hushhush')
  })

  it('is in English, as every command, whatever the window and the system speak', async () => {
    await yaml('settings:', '  language: de')
    expect((await shown()).get('settings.language')).toMatchObject({ value: 'de', source: 'atelier.yaml' })
    const german = { ATELIER_LOCALE: 'de', LANG: 'de_DE.UTF-8', LANGUAGE: 'de' }
    const [help, unknown] = [await run(['config', '--help'], german), await run(['fill', 'no-such-file.png'], german)]
    expect(help.out).toContain('Usage: atelier config')
    expect(unknown).toMatchObject(await run(['fill', 'no-such-file.png'], { LANG: 'C.UTF-8' }))
  })

  it('check: lists all problems with their lines', async () => {
    await writeFile(at('bad.yaml'), `settings:\n  theme: drak\nmedia:\n  providers:\n    openai: { enabled: maybe }\n`)
    const result = await atelier('config', 'check', 'bad.yaml')
    expect(result.code).toBe(2)
    expect(result.err.trimEnd().split('\n')).toEqual([
      'bad.yaml line 2, settings.theme: must be one of system, dark, light.',
      'bad.yaml line 5, media.providers.openai.enabled: must be true or false.',
    ])
    const { problems } = configurationOf<{ problems: object[] }>(await atelier('config', 'check', 'bad.yaml', '--json'))
    expect(problems[0]).toMatchObject({ line: 2, field: 'settings.theme' })
    await writeFile(at('key.yaml'), `media: { providers: { openai: { api_key: ${secret} } } }\n`)
    const withKey = await atelier('config', 'check', 'key.yaml', '--json')
    expect(withKey).toMatchObject({ code: 2, err: expect.stringContaining('looks like an API key') })
    expect(withKey.out + withKey.err).not.toContain('hushhush')
    expect(await atelier('config', 'check')).toMatchObject({ code: 0, out: 'atelier.yaml: no problems found.\n' })
    expect(await atelier('config', 'check', 'missing.yaml')).toMatchObject({ code: 2 })
  })

  it('check: says of each kind of mistake what is right instead', async () => {
    await writeFile(
      at('mistakes.yaml'),
      `media:
  providers:
    openai: { default_model: "" }
    midjourney: {}
  fallback:
    edit: [openai/gpt-image-2, openai]
settings:
  ui_scale: 3
  spending_limits: { per_day_usd: 0 }
  panel_sizes: {}
  favorite_models: [openai/gpt-image-2, [openai]]
`,
    )
    const { code, err } = await atelier('config', 'check', 'mistakes.yaml')
    expect(code).toBe(2)
    expect(
      err
        .trimEnd()
        .replaceAll(/^mistakes.yaml /gm, '')
        .split('\n'),
    ).toEqual([
      'line 3, media.providers.openai.default_model: must not be empty.',
      expect.stringMatching(/^line 4, media.providers.midjourney: is not a provider. Available: openai, /),
      'line 6, media.fallback.edit.1: must be provider/model, for example openai/gpt-image-1.',
      'line 8, settings.ui_scale: must be at most 2.',
      'line 9, settings.spending_limits.per_day_usd: must be more than 0.',
      'line 10, settings.panel_sizes: is not a setting of Atelier.',
      'line 11, settings.favorite_models.1: must be provider/model.',
    ])
  })

  it('--config without a file is a wrong call', async () => {
    const { code, out, err } = await atelier('config', 'show', '--config')
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('--config')
  })

  it('a file that is not valid ends commands that need it, and not those that repair it', async () => {
    await yaml('settings:', '  theme: drak')
    expect(await atelier('list')).toMatchObject({ code: 2, err: expect.stringContaining('atelier.yaml line 2') })
    expect(await atelier('config', 'check')).toMatchObject({ code: 2 })
    expect(await atelier('list', '--json')).toMatchObject({ code: 2 })
    await rm(at('home', 'atelier.yaml'))
    expect(await atelier('list')).toMatchObject({ code: 0 })
    expect(await atelier('config', 'check')).toMatchObject({ code: 0, out: expect.stringContaining('does not exist') })
  })

  it('export: writes a file that sets the same, with the schema beside it', async () => {
    await yaml('media:', '  output: { format: webp }', 'settings:', '  keyboard: { preset: krita }')
    const printed = await atelier('config', 'export')
    expect(printed).toMatchObject({ code: 0, err: '' })
    expect(printed.out).toContain('theme: system')
    expect(printed.out).toContain('preset: krita')
    expect(await atelier('config', 'export', '--out', 'exported.yaml')).toMatchObject({ code: 0 })
    const text = await readFile(at('exported.yaml'), 'utf8')
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./atelier.schema.json')
    expect(JSON.parse(await readFile(at('atelier.schema.json'), 'utf8'))).toHaveProperty('$schema')
    expect(await atelier('config', 'check', 'exported.yaml')).toMatchObject({ code: 0 })
    const settings = await shown('--config', 'exported.yaml')
    for (const [name, value] of [
      ['media.output.format', 'webp'],
      ['settings.theme', 'system'],
      ['settings.ui_scale', 1.5],
      ['settings.keyboard.preset', 'krita'],
    ]) {
      expect(settings.get(String(name))).toMatchObject({ value, source: 'exported.yaml, --config' })
    }
    expect(await atelier('config', 'export', '--out', 'exported.yaml')).toMatchObject({ code: 2 })
    expect(await atelier('config', 'export', '--out', 'exported.yaml', '--force')).toMatchObject({ code: 0 })
  })

  it('import: takes a file of a Python program, and reports', async () => {
    await yaml('# Mine', 'media:', '  providers:', '    falai: { enabled: false } # later')
    await writeFile(
      at('atlas_config.yaml'),
      `llm: { default: gpt-5, api_key: "\${OPENAI_API_KEY}" }
media:
  default_provider: openai
  providers:
    openai: { enabled: true, api_key: ${secret}, default_model: dall-e-3, default_size: "1024x1024" }
    falai: { enabled: true, default_model: flux-pro }
    midjourney: { enabled: true }
  output: { save_to_disk: true, base_path: assets/generated, format: png }
`,
    )
    const before = await readFile(at('home', 'atelier.yaml'), 'utf8')
    const dry = await atelier('config', 'import', 'atlas_config.yaml', '--dry-run')
    expect(dry).toMatchObject({ code: 0, err: '' })
    expect(dry.out).toMatch(/openai\.default_model: gpt-image-\S+ Changed: dall-e-3 is retired/)
    expect(dry.out).toContain('media.providers.falai.enabled: true (was false)')
    expect(dry.out).toContain('Ignored: line 7, media.providers.midjourney.enabled: “midjourney” is not a provider')
    expect(dry.out).toContain('Ignored: line 1, llm')
    expect(dry.out).toContain('keys set openai')
    expect(dry.out).not.toContain('hushhush')
    expect(await readFile(at('home', 'atelier.yaml'), 'utf8')).toBe(before)
    const result = await atelier('config', 'import', 'atlas_config.yaml', '--json')
    expect(configurationOf(result)).toMatchObject({ written: true, keys: [{ name: 'llm.api_key' }, { line: 5 }] })
    expect(result.out).not.toContain('hushhush')
    const after = await readFile(at('home', 'atelier.yaml'), 'utf8')
    expect(after).toContain('# Mine')
    expect(after).toContain('# later')
    const settings = await shown()
    expect(settings.get('media.output.base_path')).toMatchObject({ value: at('assets/generated') })
    expect(settings.get('media.providers.fal.enabled')).toMatchObject({ value: true })
    const again = await atelier('config', 'import', 'atlas_config.yaml')
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('has all of this already') })
    await writeFile(at('nothing.yaml'), 'llm: { default: gpt-5 }\n')
    expect(await atelier('config', 'import', 'nothing.yaml')).toMatchObject({ code: 2 })
  })

  it('import: replaces retired models in lists, and takes folders from where the file was', async () => {
    await yaml('settings:', '  theme: light')
    await mkdir(at('elsewhere'), { recursive: true })
    await writeFile(
      at('elsewhere', 'media.yaml'),
      `media:
  fallback:
    edit: [openai/dall-e-3, midjourney/v6, imagen/imagen-3, fal/flux]
    generate: [midjourney/v6]
settings:
  models: { folders: [models] }
  export: { presets: [{ name: Web, folder: out }] }
`,
    )
    const { code, out } = await atelier('config', 'import', 'elsewhere/media.yaml')
    expect(code).toBe(0)
    for (const text of [
      'dall-e-3 is retired',
      'imagen-3 is retired and has no successor',
      '“midjourney” is not a provider of Atelier',
    ])
      expect(out).toContain(text)
    const settings = await shown()
    expect(settings.get('media.fallback.edit')).toMatchObject({
      value: [expect.stringMatching(/^openai\/gpt-image-/), 'fal/flux'],
    })
    expect(settings.get('settings.models.folders')).toMatchObject({ value: [at('elsewhere', 'models')] })
    expect(settings.get('settings.export.presets')).toMatchObject({ value: [{ folder: at('elsewhere', 'out') }] })
  })

  it('schema: prints the published JSON Schema', async () => {
    const published = await readFile(join(import.meta.dirname, '../../../resources/atelier.schema.json'), 'utf8')
    expect(await atelier('config', 'schema')).toMatchObject({ code: 0, out: published })
  })
})
