import { homedir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors/index.ts'
import type { ModelRef } from '../../../shared/domain/provider.ts'
import { importConfiguration, type ModelFate } from './import-configuration.ts'
import { mergeConfiguration } from './merge-configuration.ts'
import { checkConfiguration } from './read-configuration.ts'

const options = {
  path: '/old/atlas_config.yaml',
  parseBaseUrl(text: string) {
    if (!text.startsWith('https://')) throw new AppError('configuration/invalid', 'It must begin with https.')
    return text
  },
  findModel({ model }: ModelRef): ModelFate {
    if (model === 'dall-e-3') return { type: 'retired', successor: 'gpt-image-2' }
    if (model === 'imagen-3') return { type: 'retired', successor: null }
    return { type: model === 'mine' ? 'unknown' : 'current' }
  },
}

const read = (text: string) => importConfiguration(text, options)
const named = (text: string) => Object.fromEntries(read(text).values.map(({ path, value }) => [path.join('.'), value]))

describe('importConfiguration', () => {
  it('takes the media block, by the names that other programs use', () => {
    expect(
      named(`media:
  default_provider: FalAI
  providers:
    black_forest_labs: { active: true, model: flux-2 }
    Hugging_Face: { enabled: false }
    vertex_ai: { size: "16:9" }
  output: { save_to_disk: true, base_path: assets/generated, format: jpg }
`),
    ).toEqual({
      'media.default_provider': 'fal',
      'media.providers.bfl.enabled': true,
      'media.providers.bfl.default_model': 'flux-2',
      'media.providers.huggingface.enabled': false,
      'media.providers.imagen.default_size': '16:9',
      'media.output.save_to_disk': true,
      'media.output.base_path': '/old/assets/generated',
      'media.output.format': 'jpg',
    })
  })

  it('replaces retired models by their successors, also in lists', () => {
    const { values, ignored } = read(`media:
  providers:
    openai: { default_model: dall-e-3 }
    imagen: { default_model: imagen-3 }
    fal: { default_model: mine }
  fallback:
    edit: [openai/dall-e-3, imagen/imagen-3, midjourney/v6, fal/flux]
`)
    expect(values).toMatchObject([
      { value: 'gpt-image-2', note: expect.stringContaining('dall-e-3 is retired') },
      { value: 'mine', note: expect.stringContaining('not in Atelier’s list') },
      { value: ['openai/gpt-image-2', 'fal/flux'], note: expect.stringContaining('dall-e-3 is retired') },
    ])
    expect(ignored.map(({ line, reason }) => [line, reason])).toEqual([
      [4, 'imagen-3 is retired and has no successor'],
      [7, 'imagen-3 is retired and has no successor'],
      [7, '“midjourney” is not a provider of Atelier'],
    ])
  })

  it('says why it ignores a value, with its line, and never repeats the value', () => {
    const { values, ignored } = read(`name: studio
llm:
  model: secret-project
  deeper: { x: 1 }
media:
  default_provider: midjourney
  retries: 3
  providers:
    openai: { default_size: big, base_url: http://gateway.example, timeout: 5 }
    gemini: { default_model: "\${MODEL:-x}" }
settings: { theme: drak, panel_sizes: 3, team_limit: { folder: /team }, originals: { folder: /shared } }
`)
    expect(values).toEqual([])
    expect(ignored).toEqual([
      { name: 'name', line: 1, reason: '“name” is not part of Atelier' },
      { name: 'llm', line: 3, reason: '“llm” is not part of Atelier' },
      { name: 'media.default_provider', line: 6, reason: '“midjourney” is not a provider of Atelier' },
      { name: 'media.retries', line: 7, reason: 'is not a setting of Atelier' },
      { name: 'media.providers.openai.default_size', line: 9, reason: expect.stringContaining('must be a size') },
      { name: 'media.providers.openai.base_url', line: 9, reason: 'It must begin with https.' },
      { name: 'media.providers.openai.timeout', line: 9, reason: 'is not a setting of Atelier' },
      {
        name: 'media.providers.gemini.default_model',
        line: 10,
        reason: expect.stringContaining('filled in from the environment'),
      },
      { name: 'settings.theme', line: 11, reason: 'must be one of system, dark, light' },
      { name: 'settings.panel_sizes', line: 11, reason: 'is not a setting of Atelier' },
      { name: 'settings.team_limit.folder', line: 11, reason: expect.stringContaining('is no longer a setting') },
      { name: 'settings.originals.folder', line: 11, reason: expect.stringContaining('is no longer a setting') },
    ])
  })

  it('takes no keys, and says whose they are', () => {
    const secret = 'hushhush1234567890hushhush1234567890'
    const found = read(`OPENAI_API_KEY: ${secret}
llm: { api_key: "\${STABILITY_API_KEY}", max_tokens: 4096 }
media:
  providers:
    falai: { api_key: plain }
    midjourney: { token: plain }
    replicate: { default_model: r8_${secret} }
    sk-${secret}: { enabled: true }
`)
    expect(found.keys).toEqual([
      { name: 'OPENAI_API_KEY', line: 1, provider: 'openai' },
      { name: 'llm.api_key', line: 2, provider: 'stability' },
      { name: 'media.providers.falai.api_key', line: 5, provider: 'fal' },
      { name: 'media.providers.midjourney.token', line: 6, provider: null },
      { name: 'media.providers.replicate.default_model', line: 7, provider: 'replicate' },
      { name: 'media.providers.….enabled', line: 8, provider: null },
    ])
    expect(found.values).toEqual([])
    expect(found.ignored).toMatchObject([{ name: 'llm' }])
    expect(JSON.stringify(found)).not.toContain('hushhush')
  })

  it('takes settings with paths from where the file was', () => {
    expect(
      named(`settings:
  models: { folders: [models, ~/more] }
  keyboard: { overrides: { a: [Mod+A] } }
  export: { presets: [{ name: Web, folder: out }] }
`),
    ).toEqual({
      'settings.models.folders': ['/old/models', `${homedir()}/more`],
      'settings.keyboard.overrides': { a: ['Mod+A'] },
      'settings.export.presets': [{ name: 'Web', folder: '/old/out' }],
    })
  })

  it('refuses what is not YAML', () => {
    expect(() => read('media: {')).toThrow('atlas_config.yaml line')
  })
})

describe('mergeConfiguration', () => {
  const target = { ...options, path: '/home/atelier.yaml' }
  const { values } = read(
    'media:\n  default_provider: fal\n  providers:\n    fal: { enabled: false }\n    openai: { enabled: true }\n',
  )

  it('keeps comments, order and names of the file', () => {
    const { text, values: merged } = mergeConfiguration(
      `# Mine
media:
  providers:
    # The fast one
    falai:
      enabled: true # for now
  default_provider: fal
settings:
`,
      values,
      target,
    )
    expect(text).toBe(`# Mine
media:
  providers:
    # The fast one
    falai:
      enabled: false # for now
    openai:
      enabled: true
  default_provider: fal
settings:
`)
    expect(merged).toMatchObject([
      { name: 'media.default_provider', previous: 'fal', value: 'fal' },
      { name: 'media.providers.falai.enabled', previous: true, value: false },
      { name: 'media.providers.openai.enabled', previous: undefined, value: true },
    ])
  })

  it.each([null, '', 'media:\n', 'media:\n  providers:\n'])('writes into %j', (text) => {
    const merged = mergeConfiguration(text, values, target)
    expect(checkConfiguration(merged.text, target).configuration).toMatchObject({
      defaultProvider: 'fal',
      providers: { fal: { isEnabled: false }, openai: { isEnabled: true } },
    })
  })

  it('does not touch a file that is not valid', () => {
    expect(() => mergeConfiguration('media: { retries: 3 }', values, target)).toThrow('atelier.yaml line 1')
  })
})
