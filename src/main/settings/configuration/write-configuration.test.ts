import { expect, it } from 'vitest'
import { settingsSchema } from '../../../shared/domain/settings.ts'
import { defaultExportOptions } from '../../../shared/domain/export-options.ts'
import { withConfigured } from '../configured-settings.ts'
import { noConfiguration, type Configuration } from './configuration.ts'
import { checkConfiguration } from './read-configuration.ts'
import { writeConfiguration } from './write-configuration.ts'

const options = { path: '/home/atelier.yaml', parseBaseUrl: (text: string) => text, schemaPath: null }

const settings = settingsSchema.parse({
  theme: 'light',
  caps: { perRunUsd: null, perDayUsd: 5, perMonthUsd: null, onOver: 'stop' },
  keys: { preset: 'krita', overrides: { 'canvas.brush': ['Mod+B'] } },
  favouriteModels: [{ provider: 'fal', model: 'fal-ai/flux/dev' }],
  providers: { openai: { isEnabled: true, defaultModel: 'gpt-image-2' }, bfl: { isEnabled: false } },
  safety: { blockNsfw: true, contentFilter: 'moderate' },
  exportPresets: [
    {
      id: 'a',
      name: 'Web',
      options: {
        ...defaultExportOptions,
        format: 'webp',
        size: { by: 'longest', px: 1_600, mayEnlarge: false },
        folder: '/srv/web',
      },
    },
  ],
  panelSizes: { task: 20 },
})

it('writes what differs from the defaults, with comments', () => {
  const { text, leftOut } = writeConfiguration(
    { settings, configuration: { ...noConfiguration, defaultProvider: 'openai' } },
    { ...options, schemaPath: './atelier.schema.json' },
  )
  expect(leftOut).toEqual([])
  expect(text).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=./atelier.schema.json
    # Settings of Atelier that differ from the defaults. Keys are never written.

    # Providers of images, and what happens to their results.
    media:
      # The provider used where none is named.
      default_provider: openai
      providers:
        openai:
          # The model used where none is named.
          default_model: gpt-image-2
        bfl:
          # Whether the provider may be used.
          enabled: false
      safety:
        # Hide nudity, and ask providers not to make it.
        block_nsfw: true
    # Preferences. They override those of the Settings page.
    settings:
      # Colors of the window.
      theme: light
      keyboard:
        # Keyboard shortcuts like those of another program.
        preset: krita
        # Your own shortcuts by command, each a list such as ["Mod+Shift+Z"]. An empty list removes the shortcut.
        overrides:
          canvas.brush:
            - Mod+B
      spending_limits:
        # Spending limit of a day in US dollars.
        per_day_usd: 5
        # Over a limit: “ask” first, or “stop” and send nothing.
        over_limit: stop
      export:
        # Your own export presets. Options that are left out have their defaults.
        presets:
          - name: Web
            format: webp
            size:
              by: longest
              px: 1600
              may_enlarge: false
            folder: /srv/web
      # Favorite models, as provider/model.
      favorite_models:
        - fal/fal-ai/flux/dev
    "
  `)
})

it('writes a file that sets the same', () => {
  const { text } = writeConfiguration({ settings, configuration: noConfiguration }, options)
  const { configuration, problems } = checkConfiguration(text, options)
  expect(problems).toEqual([])
  const { providers: _providers, panelSizes: _panels, exportPresets, ...expected } = settings
  const restored = withConfigured(settingsSchema.parse({}), (configuration as Configuration).settings)
  expect(restored).toMatchObject(expected)
  expect(restored.exportPresets.map(({ name, options: each }) => [name, each])).toEqual(
    exportPresets.map(({ name, options: each }) => [name, each]),
  )
})

it('leaves out what looks like a key', () => {
  const odd = settingsSchema.parse({ providers: { openai: { defaultModel: 'sk-hushhush1234567890' } } })
  const { text, leftOut } = writeConfiguration({ settings: odd, configuration: noConfiguration }, options)
  expect(leftOut).toEqual(['media.providers.openai.default_model'])
  expect(text).not.toContain('hushhush')
})
