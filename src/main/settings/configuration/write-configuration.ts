import { Document, isMap, isScalar } from 'yaml'
import type { ModelRef } from '../../../shared/domain/provider.ts'
import { providerIds } from '../../../shared/domain/provider-id.ts'
import { settingsSchema, type Settings } from '../../../shared/domain/settings.ts'
import * as help from '../../../shared/messages/en/configuration-help.ts'
import * as messages from '../../../shared/messages/en/configuration.ts'
import { fieldValue } from '../configured-settings.ts'
import type { Configuration, SettingsField } from './configuration.ts'
import { checkConfiguration, mediaSettings, type CheckOptions } from './read-configuration.ts'
import { fileSettings, writeModel, type FileSetting } from './settings-table.ts'

interface Values {
  /** In effect: `settings.json` with the values of the file. */
  readonly settings: Settings
  readonly configuration: Configuration
}

interface Written {
  readonly text: string
  /** Names of values that look like keys, and so are not written. */
  readonly leftOut: readonly string[]
}

interface WriteOptions extends CheckOptions {
  /** Where an editor finds the schema; null = not mentioned. */
  readonly schemaPath: string | null
}

/** Writes everything that differs from the defaults as a commented `atelier.yaml`. Keys are never written. */
export function writeConfiguration(values: Values, { schemaPath, ...options }: WriteOptions): Written {
  const entries = [...mediaEntries(values), ...settingsEntries(values.settings)]
  const document = new Document({})
  for (const { path, value } of entries) document.setIn(path, document.createNode(value))
  const leftOut: string[] = []
  for (const { path } of checkConfiguration(String(document), options).problems) {
    document.deleteIn(path)
    leftOut.push(path.map(String).join('.'))
  }
  for (const { path, comment } of entries) addComment(document, path, comment)
  addComment(document, ['media'], help.media)
  addComment(document, ['settings'], help.settings)
  const schema = schemaPath === null ? [] : [` yaml-language-server: $schema=${schemaPath}`]
  document.commentBefore = [...schema, ` ${messages.exportedFile}`].join('\n')
  return { text: document.toString({ lineWidth: 0 }), leftOut }
}

interface Entry {
  readonly path: readonly string[]
  readonly value: unknown
  readonly comment: string
}

const defaults = settingsSchema.parse({})

function mediaEntries({ settings, configuration }: Values): Entry[] {
  const { defaultProvider, output } = configuration
  const entries: (readonly [string, unknown, string])[] = [
    ['default_provider', defaultProvider, help.defaultProvider],
    ...providerIds.flatMap((id) => {
      const { isEnabled, defaultModel, defaultSize, baseUrl } = {
        ...settings.providers[id],
        ...withoutUndefined(configuration.providers[id] ?? {}),
      }
      return [
        [`providers.${id}.enabled`, isEnabled === false ? false : null, help.enabled] as const,
        [`providers.${id}.default_model`, defaultModel, help.defaultModel] as const,
        [`providers.${id}.default_size`, defaultSize, help.defaultSize] as const,
        [`providers.${id}.base_url`, baseUrl, help.baseUrl] as const,
      ]
    }),
    ['output.save_to_disk', output.saveToDisk, help.saveToDisk],
    ['output.base_path', output.basePath, help.basePath],
    ['output.format', output.format, help.format],
    ...mediaSettings.map(
      ([name, field]) => [name, writtenMediaChange(settings, field), mediaHelp[name] ?? help.fallback] as const,
    ),
  ]
  return entries
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value, comment]) => ({ path: ['media', ...name.split('.')], value, comment }))
}

const mediaHelp: Readonly<Record<string, string>> = {
  'safety.block_nsfw': help.blockNsfw,
  'safety.content_filter': help.contentFilter,
}

function writtenMediaChange(settings: Settings, field: SettingsField): unknown {
  return isSame(fieldValue(settings, field), fieldValue(defaults, field)) ? null : writtenMedia(settings, field)
}

/** Returns a setting of the `media` block as it is written in the file. */
export function writtenMedia(settings: Settings, field: SettingsField): unknown {
  const value = fieldValue(settings, field)
  return Array.isArray(value) ? (value as readonly ModelRef[]).map(writeModel) : value
}

function settingsEntries(settings: Settings): Entry[] {
  return fileSettings.flatMap((setting) => {
    const { name, field, help: comment } = setting
    if (isSame(fieldValue(settings, field), fieldValue(defaults, field))) return []
    return [{ path: ['settings', ...name.split('.')], value: writtenValue(setting, settings), comment }]
  })
}

/** Returns a setting as it is written in the file. */
export function writtenValue({ field, write }: FileSetting, settings: Settings): unknown {
  const value = fieldValue(settings, field)
  return write === undefined ? value : write(value as never)
}

export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined))
}

function addComment(document: Document, path: readonly string[], comment: string): void {
  const parent = document.getIn(path.slice(0, -1), true)
  const pair = isMap(parent) ? parent.items.find(({ key }) => nameOf(key) === path.at(-1)) : undefined
  if (pair === undefined) return
  const key = document.createNode(nameOf(pair.key))
  key.commentBefore = ` ${comment}`
  pair.key = key
}

function nameOf(key: unknown): unknown {
  return isScalar(key) ? key.value : key
}
