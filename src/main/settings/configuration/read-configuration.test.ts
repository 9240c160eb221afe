import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors/index.ts'
import { noConfiguration, type Configuration } from './configuration.ts'
import { readConfiguration } from './read-configuration.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-yaml-'))
  path = join(folder, 'atelier.yaml')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Stand-in for the providers' own validation. */
function parseBaseUrl(text: string): string {
  if (!text.startsWith('https://')) throw new AppError('configuration/invalid', 'It must begin with https.')
  return text.replace(/\/$/, '')
}

async function read(text: string, isRequired = false) {
  await writeFile(path, text)
  return readFrom(path, isRequired)
}

async function readFrom(from: string, isRequired = false): Promise<Configuration> {
  const { outcome } = await readConfiguration({ path: from, isRequired, parseBaseUrl })
  if (outcome instanceof AppError) throw outcome
  return outcome
}

/** The settings that a file sets, by their names in it. */
function namesAndValues({ settings }: Configuration): Record<string, unknown> {
  return Object.fromEntries(settings.map(({ name, value }) => [name, value]))
}

async function problemsOf(text: string): Promise<string[]> {
  const error: unknown = await read(text).then(
    () => expect.fail('it was accepted'),
    (thrown: unknown) => thrown,
  )
  expect(error).toMatchObject({ code: 'configuration/invalid' })
  expect((error as AppError).cause).toBeUndefined()
  const lines = (error as AppError).message.split('\n')
  if (lines.length > 1) expect(lines.pop()).toBe('This file is ignored until it is corrected.')
  return lines
}

const founding = `media:
  default_provider: openai
  providers:
    openai:
      enabled: true
      default_model: dall-e-3
      default_size: "1024x1024"
    stability:
      enabled: true
      default_model: stable-diffusion-xl-1024-v1-0
    falai:
      enabled: true
      default_model: flux-pro
  output:
    save_to_disk: true
    base_path: "assets/generated"
    format: png
  safety:
    block_nsfw: true
    content_filter: moderate
`

describe('readConfiguration', () => {
  it('reads a complete media block', async () => {
    expect(await read(founding)).toEqual({
      defaultProvider: 'openai',
      providers: {
        openai: { isEnabled: true, defaultModel: 'dall-e-3', defaultSize: '1024x1024' },
        stability: { isEnabled: true, defaultModel: 'stable-diffusion-xl-1024-v1-0' },
        fal: { isEnabled: true, defaultModel: 'flux-pro' },
      },
      output: { saveToDisk: true, basePath: join(folder, 'assets/generated'), format: 'png' },
      settings: [
        { name: 'media.safety.block_nsfw', field: ['safety', 'blockNsfw'], value: true, isInitial: false },
        {
          name: 'media.safety.content_filter',
          field: ['safety', 'contentFilter'],
          value: 'moderate',
          isInitial: false,
        },
      ],
    })
  })

  it('reads addresses and fallbacks, and defaults for everything omitted', async () => {
    const found = await read(`media:
  providers:
    openai: { base_url: "https://gateway.example/v1/" }
    bfl:
  output: { format: jpg }
  safety: { content_filter: off }
  fallback:
    generate: [falai/fal-ai/flux/dev, "replicate/owner/model:5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa"]
`)
    expect(found.providers).toEqual({ openai: { baseUrl: 'https://gateway.example/v1' }, bfl: {} })
    expect(found.output.format).toBe('jpeg')
    expect(namesAndValues(found)).toEqual({
      'media.safety.content_filter': 'off',
      'media.fallback.generate': [
        { provider: 'fal', model: 'fal-ai/flux/dev' },
        { provider: 'replicate', model: expect.stringContaining('owner/model:') },
      ],
    })
  })

  it.each(['', '# nothing yet\n', 'media:\n', '{}'])('treats %j as no configuration', async (text) => {
    expect(await read(text)).toEqual(noConfiguration)
  })

  it('returns no configuration for a missing file unless it is required', async () => {
    expect(await readFrom(path)).toEqual(noConfiguration)
    await expect(readFrom(path, true)).rejects.toMatchObject({
      code: 'configuration/invalid',
      message: expect.stringContaining(path),
    })
    await expect(readFrom(folder)).resolves.toEqual(noConfiguration)
  })

  it('reports all problems at once, each with its line', async () => {
    expect(
      await problemsOf(`media:
  default_provider: opeanai
  providers:
    openai:
      enabled: yes
      default_model: 3
      default_size: large
      timeout: 5
      base_url: http://gateway.example
    midjourney: {}
    fal:
    falai:
  output:
    format: gif
    base_path: ""
  safety:
    - strict
  fallback:
    edit:
      - openai/gpt-image-1
      - gpt-image-1
version: 2
`),
    ).toEqual([
      expect.stringMatching(/^atelier\.yaml line 2, media\.default_provider: must be one of openai, stability/),
      'atelier.yaml line 5, media.providers.openai.enabled: must be true or false.',
      'atelier.yaml line 6, media.providers.openai.default_model: must be text.',
      'atelier.yaml line 7, media.providers.openai.default_size: must be a size such as "1024x1024" or an aspect ratio such as "16:9".',
      'atelier.yaml line 8, media.providers.openai.timeout: is not a setting of Atelier.',
      'atelier.yaml line 9, media.providers.openai.base_url: It must begin with https.',
      expect.stringMatching(/^atelier\.yaml line 10, media\.providers\.midjourney: is not a provider/),
      'atelier.yaml line 12, media.providers.falai: names fal twice.',
      'atelier.yaml line 14, media.output.format: must be one of png, jpeg, webp.',
      'atelier.yaml line 15, media.output.base_path: must not be empty.',
      'atelier.yaml line 16, media.safety: must be a block of settings.',
      'atelier.yaml line 21, media.fallback.edit.1: must be provider/model, for example openai/gpt-image-1.',
      'atelier.yaml line 22, version: is not a setting of Atelier.',
    ])
  })

  it('reports the line of an invalid address', async () => {
    expect(await problemsOf('media:\n  providers:\n    openai:\n      base_url: http://gateway.example\n')).toEqual([
      'atelier.yaml line 4, media.providers.openai.base_url: It must begin with https.',
    ])
  })

  it.each([
    ['media:\n  - [a\n', 3],
    ['media:\n  default_provider: openai\n  default_provider: fal\n', 3],
    ['media: {\n', 2],
    ['media:\n\tdefault_provider: openai\n', 2],
  ])('reports the line where %j is not YAML', async (text, line) => {
    const [first] = await problemsOf(text)
    expect(first).toMatch(new RegExp(`^atelier\\.yaml line ${line}: this is not YAML \\(`))
  })

  it('refuses a file that is not a block or is too large', async () => {
    expect(await problemsOf('just words')).toEqual(['atelier.yaml line 1: must be a block of settings.'])
    expect(await problemsOf(' '.repeat(1_000_001))).toEqual(['atelier.yaml: is too large.'])
  })

  it('refuses exponentially repeated aliases with a single problem', async () => {
    const lines = ['a: &a [x, x, x, x, x, x, x, x, x]']
    for (const [name, of] of ['ba', 'cb', 'dc', 'ed', 'fe']) lines.push(`${name}: &${name} [${`*${of},`.repeat(9)}]`)
    expect(await problemsOf(`${lines.join('\n')}\n`)).toHaveLength(1)
  })

  it('reports the line an alias refers to', async () => {
    expect(
      await problemsOf(`media:
  providers:
    openai: &usual
      enabled: perhaps
    bfl: *usual
`),
    ).toEqual([
      'atelier.yaml line 4, media.providers.openai.enabled: must be true or false.',
      'atelier.yaml line 4, media.providers.bfl.enabled: must be true or false.',
    ])
  })
})

describe('the settings block', () => {
  it('is read with names of its own, paths from the file’s folder, and what the window knows as values', async () => {
    const found = await read(`settings:
  theme: light
  ui_scale: 1.25
  spending_limits: { per_day_usd: 5, over_limit: stop }
  keyboard:
    preset: krita
    overrides: { 'canvas.brush': [Mod+B], 'canvas.eraser': [] }
  brush: { size: 12 }
  models: { folders: [models, /srv/models] }
  favorite_models: [falai/fal-ai/flux/dev]
  rewriter: { base_url: "https://words.example/" }
  notifications:
  export:
    presets:
      - name: Web shop
        format: webp
        quality: 80
        is_lossless: false
        size: { by: longest, px: 1600 }
        folder: shop
`)
    expect(namesAndValues(found)).toMatchObject({
      'settings.theme': 'light',
      'settings.ui_scale': 1.25,
      'settings.spending_limits.per_day_usd': 5,
      'settings.spending_limits.over_limit': 'stop',
      'settings.keyboard.preset': 'krita',
      'settings.keyboard.overrides': { 'canvas.brush': ['Mod+B'], 'canvas.eraser': [] },
      'settings.brush.size': 12,
      'settings.models.folders': [join(folder, 'models'), '/srv/models'],
      'settings.favorite_models': [{ provider: 'fal', model: 'fal-ai/flux/dev' }],
      'settings.rewriter.base_url': 'https://words.example',
      'settings.export.presets': [
        {
          id: 'file-web-shop',
          name: 'Web shop',
          options: {
            format: 'webp',
            quality: 80,
            size: { by: 'longest', px: 1600, mayEnlarge: false },
            template: '{name}',
            folder: join(folder, 'shop'),
          },
        },
      ],
    })
    expect(found.settings.filter(({ isInitial }) => isInitial).map(({ name }) => name)).toEqual(['settings.brush.size'])
    expect(namesAndValues(found)).not.toHaveProperty('settings.notifications')
  })

  it('is checked line by line, in the project’s own words', async () => {
    expect(
      await problemsOf(`settings:
  theme: drak
  ui_scale: 3
  panel_sizes: {}
  notifications: "yes"
  spending_limits:
    per_day_usd: 0
    per_month_usd: much
  keyboard: krita
  favorite_models: openai/gpt-image-2
  gallery: { thumbnail_size: 176.5 }
  rewriter:
    base_url: http://words.example
  engine_path: ""
  export:
    presets:
      - name: Print
        format: tiff
        quality: 200
`),
    ).toEqual([
      'atelier.yaml line 2, settings.theme: must be one of system, dark, light.',
      'atelier.yaml line 3, settings.ui_scale: must be at most 2.',
      'atelier.yaml line 4, settings.panel_sizes: is not a setting of Atelier.',
      'atelier.yaml line 5, settings.notifications: must be true or false.',
      'atelier.yaml line 7, settings.spending_limits.per_day_usd: must be more than 0.',
      'atelier.yaml line 8, settings.spending_limits.per_month_usd: must be a number.',
      'atelier.yaml line 9, settings.keyboard: must be a block of settings.',
      'atelier.yaml line 10, settings.favorite_models: must be a list.',
      'atelier.yaml line 11, settings.gallery.thumbnail_size: must be a whole number.',
      'atelier.yaml line 13, settings.rewriter.base_url: It must begin with https.',
      'atelier.yaml line 14, settings.engine_path: must not be empty.',
      'atelier.yaml line 19, settings.export.presets.0.quality: must be at most 100.',
    ])
  })
})

describe('API keys in the file', () => {
  const secret = 'hushhush1234567890hushhush1234567890'

  it.each([
    [`media:\n  providers:\n    openai:\n      api_key: ${secret}\n`, 4, 'media.providers.openai.api_key'],
    [
      `media:\n  providers:\n    openai:\n      apiToken:\n        value: ${secret}\n`,
      4,
      'media.providers.openai.apiToken',
    ],
    [`client_secret: ${secret}\n`, 1, 'client_secret'],
    [`media:\n  default_provider: sk-${secret}\n`, 2, 'media.default_provider'],
    [
      `media:\n  providers:\n    a1111: { default_model: "Bearer ${secret}" }\n`,
      3,
      'media.providers.a1111.default_model',
    ],
    [`media:\n  providers:\n    fal:\n      default_model: ${secret}\n`, 4, 'media.providers.fal.default_model'],
    [`media:\n  fallback:\n    edit:\n      - openai/gpt-image-1\n      - r8_${secret}\n`, 5, 'media.fallback.edit.1'],
    [`media:\n  providers:\n    sk-${secret}: {}\n`, 3, 'media.providers.…'],
    ['x: 0b9f1c7e-1111-2222-3333-444455556666\n', 1, 'x'],
    ['x: 0b9f1c7e-1111-2222-3333-444455556666:00112233445566778899aabbccddeeff\n', 1, 'x'],
  ])('are refused with a reason and never quoted (%#)', async (text, line, field) => {
    const problems = await problemsOf(text)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(`atelier.yaml line ${line}, ${field}: looks like an API key.`)
    expect(problems[0]).toContain('Models page')
    expect(problems[0]).not.toContain('hushhush')
    expect(problems[0]).not.toContain('444455556666')
  })

  it('are not quoted in syntax errors', async () => {
    const message = await problemsOf(`media:\n  providers: {openai: [sk-${secret}\n key: *sk-${secret}`)
    expect(message.join()).not.toContain('hushhush')
  })

  it.each([
    'stable-diffusion-xl-1024-v1-0',
    'black-forest-labs-flux-1-kontext-dev-2026',
    'hf-inference',
    'fal-ai/flux-2',
  ])('are not detected in the model name %s', async (model) => {
    const found = await read(`media: { providers: { fal: { default_model: "${model}" } } }`)
    expect(found.providers.fal?.defaultModel).toBe(model)
  })
})
