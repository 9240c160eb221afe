import type { ModelRef } from '../../../shared/domain/provider.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/configuration-import.ts'
import { joinSentences } from '../../../shared/messages/formats.ts'
import { looksLikeKey } from './find-keys.ts'
import {
  describeProblems,
  findValueProblems,
  configurationLine,
  parseYaml,
  resolveFrom,
  toPlain,
} from './read-configuration.ts'
import { readForeignProvider } from './foreign-names.ts'
import { fileSettings } from './settings-table.ts'

/** What is known of a model that a file names. */
export type ModelFate =
  | { readonly type: 'current' | 'unknown' }
  | { readonly type: 'retired'; readonly successor: string | null }

export interface ConfigurationImportOptions {
  /** The file that is imported. */
  readonly path: string
  readonly parseBaseUrl: (text: string) => string
  readonly findModel: (ref: ModelRef) => ModelFate
}

/** A value for `atelier.yaml`. */
export interface ImportedValue {
  /** In `atelier.yaml`. */
  readonly path: readonly string[]
  readonly value: unknown
  /** In the imported file. */
  readonly from: string
  /** Why it differs from what the imported file says, or what is doubtful about it. */
  readonly note: string | null
}

export interface IgnoredValue {
  readonly name: string
  readonly line: number
  readonly reason: string
}

/** A key in the file, of which nothing but its place is kept. */
export interface FoundKeyPlace extends Omit<IgnoredValue, 'reason'> {
  /** Whose key it is; null = no provider of Atelier's. */
  readonly provider: ProviderId | null
}

export interface ConfigurationImport {
  readonly values: readonly ImportedValue[]
  readonly ignored: readonly IgnoredValue[]
  readonly keys: readonly FoundKeyPlace[]
}

interface Leaf {
  /** In the imported file. */
  readonly path: readonly string[]
  readonly value: unknown
}

/**
 * Reads the configuration of Atelier or of a program like it (`atlas_config.yaml`): takes what has a meaning here, one
 * value at a time, and says why not for the rest. Keys are never taken. @throws configuration/invalid if it is no YAML
 */
export function importConfiguration(text: string, options: ConfigurationImportOptions): ConfigurationImport {
  const { document, lines, problems } = parseYaml(text)
  if (problems.length > 0) {
    throw new AppError('configuration/invalid', describeProblems(options.path, problems).join('\n'))
  }
  const values: ImportedValue[] = []
  const ignored: IgnoredValue[] = []
  const keys: FoundKeyPlace[] = []
  for (const leaf of leavesOf(toPlain(document))) {
    const place = { name: nameOf(leaf.path), line: configurationLine(document, leaf.path, lines) }
    if (holdsKey(leaf)) {
      keys.push({ ...place, provider: ownerOf(leaf) })
      continue
    }
    const found = readLeaf(leaf, options)
    values.push(...('value' in found ? [{ ...found, from: place.name }] : []))
    if ('reason' in found && found.reason !== null) ignored.push({ ...place, reason: found.reason })
    for (const reason of 'dropped' in found ? (found.dropped ?? []) : []) ignored.push({ ...place, reason })
  }
  return { values, ignored: withoutRepeats(ignored), keys }
}

/** Blocks that are one value: a list, or a setting that is a block itself. */
const wholeBlocks: ReadonlySet<string> = new Set(fileSettings.map(({ name }) => `settings.${name}`))

function leavesOf(value: unknown, path: readonly string[] = []): Leaf[] {
  const isBlock = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isBlock || wholeBlocks.has(path.join('.'))) return value === null || value === undefined ? [] : [{ path, value }]
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]))
}

/** A name that is itself a key is not repeated. */
function nameOf(path: readonly string[]): string {
  return path.map((step) => (looksLikeKey(step) ? '…' : step)).join('.')
}

const keyName = /(^|[_-])(api[_-]?)?(key|token|secret|password|credentials?)([_-](env|var|variable|file))?$/i
const placeholder = /\$\{[^}]*\}|\$[A-Z_]{3,}|^env:|<%|\{\{/

function holdsKey({ path, value }: Leaf): boolean {
  if (path.some((step) => looksLikeKey(step))) return true
  const texts = Array.isArray(value) ? value : [value]
  if (texts.some((text) => typeof text === 'string' && looksLikeKey(text))) return true
  return path[0] !== 'settings' && typeof value === 'string' && keyName.test(path.at(-1) ?? '')
}

/** Finds whose key it is by the names around it, such as `providers.openai.api_key`, or by `${OPENAI_API_KEY}`. */
function ownerOf({ path, value }: Leaf): ProviderId | null {
  const variable = /^\$\{?(?<name>[A-Z][A-Z0-9_]*)\b/.exec(String(value))?.groups?.['name'] ?? ''
  for (const name of [...path.toReversed(), variable]) {
    const owner = readForeignProvider(name.replace(keyName, ''))
    if (owner !== null) return owner
  }
  return null
}

type Found =
  | {
      readonly path: readonly string[]
      readonly value: unknown
      readonly note: string | null
      readonly dropped?: readonly string[]
    }
  | { readonly reason: string | null }

function readLeaf({ path, value }: Leaf, options: ConfigurationImportOptions): Found {
  const target = toOwnPath(path)
  if ('reason' in target) return target
  if (typeof value === 'string' && placeholder.test(value)) return { reason: messages.placeholder }
  const read = toOwnValue(target.path, value, options)
  if ('reason' in read) return read
  const [problem] = findValueProblems(nest(target.path, read.value), options.parseBaseUrl)
  if (problem !== undefined) return { reason: problem.message }
  return { path: target.path, ...read }
}

/** Names in files of other programs, by their names here. */
const otherFields: Readonly<Record<string, string>> = {
  model: 'default_model',
  size: 'default_size',
  endpoint: 'base_url',
  api_base: 'base_url',
  is_enabled: 'enabled',
  active: 'enabled',
}

function toOwnPath(path: readonly string[]): { readonly path: readonly string[] } | { readonly reason: string | null } {
  const [block = '', group, name, field] = path
  if (block !== 'media' && block !== 'settings') return { reason: messages.otherBlock({ block }) }
  if (group !== 'providers' || block !== 'media' || name === undefined) return { path }
  const id = readForeignProvider(name)
  if (id === null) return { reason: messages.unknownProvider({ name }) }
  const rest = field === undefined ? [] : [otherFields[field] ?? field, ...path.slice(4)]
  return { path: ['media', 'providers', id, ...rest] }
}

type Read =
  | { readonly value: unknown; readonly note: string | null; readonly dropped?: readonly string[] }
  | { readonly reason: string }

function toOwnValue(path: readonly string[], value: unknown, options: ConfigurationImportOptions): Read {
  const [, group, id, field] = path
  if (path.join('.') === 'media.default_provider' && typeof value === 'string') return toProvider(value)
  if (group === 'providers' && field === 'default_model' && typeof value === 'string') {
    return toModel({ provider: id as ProviderId, model: value }, options)
  }
  if (group === 'fallback' && Array.isArray(value)) return toModels(value, options)
  if (isPathSetting(path)) return toFullPaths(value, options.path)
  return { value, note: null }
}

function toProvider(name: string): Read {
  const id = readForeignProvider(name)
  if (id === null) return { reason: messages.unknownProvider({ name }) }
  return { value: id, note: id === name ? null : messages.providerName({ id }) }
}

function toModel(ref: ModelRef, { findModel }: ConfigurationImportOptions): Read {
  const fate = findModel(ref)
  if (fate.type !== 'retired') {
    return { value: ref.model, note: fate.type === 'unknown' ? messages.unknownModel({ model: ref.model }) : null }
  }
  if (fate.successor === null) return { reason: messages.retiredWithoutSuccessor({ model: ref.model }) }
  return { value: fate.successor, note: messages.retired({ model: ref.model }) }
}

/** Of a list of `provider/model`: what cannot be used is dropped from it. */
function toModels(list: readonly unknown[], options: ConfigurationImportOptions): Read {
  const models: string[] = []
  const changes: string[] = []
  const dropped: string[] = []
  for (const written of list) {
    const [name = '', ...rest] = String(written).split('/')
    const id = readForeignProvider(name)
    const read = id === null ? null : toModel({ provider: id, model: rest.join('/') }, options)
    if (id === null || read === null) dropped.push(messages.unknownProvider({ name }))
    else if ('reason' in read) dropped.push(read.reason)
    else {
      models.push(`${id}/${String(read.value)}`)
      if (read.note !== null) changes.push(read.note)
    }
  }
  if (models.length === 0) return { reason: joinSentences(...dropped) || messages.nothingUsable }
  return { value: models, note: changes.length === 0 ? null : joinSentences(...changes), dropped }
}

function isPathSetting(path: readonly string[]): boolean {
  const name = path.join('.')
  return (
    name === 'media.output.base_path' || fileSettings.some((each) => each.isPath && `settings.${each.name}` === name)
  )
}

/** Relative paths are relative to the imported file, and `atelier.yaml` is elsewhere. */
function toFullPaths(value: unknown, file: string): Read {
  const full = Array.isArray(value) ? value.map((each: unknown) => withFullPath(each, file)) : withFullPath(value, file)
  return { value: full, note: JSON.stringify(full) === JSON.stringify(value) ? null : messages.fullPath }
}

/** Of a path, or of an export preset with a folder. */
function withFullPath(value: unknown, file: string): unknown {
  if (typeof value === 'string') return resolveFrom(file, value)
  if (typeof value !== 'object' || value === null || !('folder' in value)) return value
  return { ...value, folder: withFullPath(value.folder, file) }
}

function nest(path: readonly string[], value: unknown): unknown {
  return path.toReversed().reduce<unknown>((inner, step) => ({ [step]: inner }), value)
}

/** A block of another program is one line of the report, not one per value. */
function withoutRepeats(ignored: readonly IgnoredValue[]): IgnoredValue[] {
  const seen = new Set<string>()
  return ignored.flatMap((each) => {
    const [block = ''] = each.name.split('.')
    if (each.reason !== messages.otherBlock({ block })) return [each]
    if (seen.has(block)) return []
    seen.add(block)
    return [{ ...each, name: block }]
  })
}
