import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml'
import { z } from 'zod'
import type { StoredExportPreset } from '../../../shared/domain/export-options.ts'
import { providerIds, type ProviderId } from '../../../shared/domain/provider-id.ts'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/configuration.ts'
import { configurationFileSchema, describeIssue, type ConfigurationFile } from './configuration-file.ts'
import {
  noConfiguration,
  type Configuration,
  type ConfiguredSetting,
  type ProviderConfiguration,
} from './configuration.ts'
import { findKeys } from './find-keys.ts'
import { readProviderId } from './provider-names.ts'
import { fileSettings, valueAt, type FileSetting } from './settings-table.ts'
import { decodeTextFile } from '../../platform/pure/decode-text-file.ts'

/** The minimum structure needed to look at the providers. */
const outlineSchema = z.looseObject({ media: z.looseObject({ providers: z.record(z.string(), z.unknown()) }) })
const addressSchema = z.looseObject({ base_url: z.string() })

export interface CheckOptions {
  readonly path: string
  /** Normalizes a base URL. @throws configuration/invalid */
  readonly parseBaseUrl: (text: string) => string
}

export interface ReadOptions extends CheckOptions {
  /** Set if the user named the file, so that a missing one is an error. */
  readonly isRequired: boolean
}

export interface ConfigurationProblem {
  readonly line: number | null
  /** Path of field names; empty = the whole file. */
  readonly path: readonly PropertyKey[]
  readonly message: string
}

const fileBytesMax = 1_000_000

export interface ConfigurationRead {
  /** null = there is no file, or it cannot be read. */
  readonly text: string | null
  readonly outcome: Configuration | AppError
  /** About what has no effect in a file that is valid otherwise. */
  readonly remark: AppError | null
}

/**
 * Reads `atelier.yaml`; a missing file is an empty configuration. All problems are reported at once, with line numbers;
 * anything that looks like a key is rejected and never quoted.
 */
export async function readConfiguration(options: ReadOptions): Promise<ConfigurationRead> {
  let text: string | null = null
  try {
    text = await readConfigurationText(options)
    if (text === null) return { text, outcome: noConfiguration, remark: null }
    const { path } = options
    const { configuration, problems, remarks } = checkConfiguration(text, options)
    if (configuration === null) return { text, outcome: invalid(path, problems), remark: null }
    return { text, outcome: configuration, remark: remarks.length === 0 ? null : toError(path, remarks) }
  } catch (thrown) {
    if (thrown instanceof AppError) return { text, outcome: thrown, remark: null }
    throw thrown
  }
}

/** null = there is no file. @throws configuration/invalid */
export async function readConfigurationText({
  path,
  isRequired,
}: Pick<ReadOptions, 'path' | 'isRequired'>): Promise<string | null> {
  try {
    const { size } = await stat(path)
    if (size > fileBytesMax) throw invalid(path, [{ line: null, path: [], message: messages.tooLarge }])
    return decodeTextFile(await readFile(path))
  } catch (thrown) {
    const error = toFileError(thrown, messages.cannotReadConfiguration({ path }))
    if (error.code === 'storage/not-found' && !isRequired) return null
    throw error.code === 'configuration/invalid' ? error : new AppError('configuration/invalid', error.message)
  }
}

interface Checked {
  /** null = there are problems. */
  readonly configuration: Configuration | null
  readonly problems: readonly ConfigurationProblem[]
  /** What has no effect. */
  readonly remarks: readonly ConfigurationProblem[]
}

/** Reads the file's text and finds all its problems. */
export function checkConfiguration(text: string, options: CheckOptions): Checked {
  const { document, lines, problems: syntax } = parseYaml(text)
  const misplaced = syntax.length > 0 ? syntax : findKeyProblems(document, lines)
  if (misplaced.length > 0) return { configuration: null, problems: misplaced, remarks: [] }
  const located = (all: readonly Omit<ConfigurationProblem, 'line'>[]) =>
    all
      .map((problem) => ({ ...problem, line: configurationLine(document, problem.path, lines) }))
      .toSorted((a, b) => a.line - b.line)
  const { plain, remarks } = dropRetired(toPlain(document) ?? {})
  const problems = located(findValueProblems(plain, options.parseBaseUrl))
  const configuration = problems.length > 0 ? null : toConfiguration(configurationFileSchema.parse(plain), options)
  return { configuration, problems, remarks: located(remarks) }
}

interface ParsedYaml {
  readonly document: Document.Parsed
  readonly lines: LineCounter
  readonly problems: readonly ConfigurationProblem[]
}

/** Parses any YAML file. The parser's messages quote it, and it may hold a misplaced key: only their codes are used. */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
  const problems = document.errors.map(({ pos, code }) => ({
    line: lines.linePos(pos[0]).line,
    path: [],
    message: messages.notYaml({ reason: code.toLowerCase().replaceAll('_', ' ') }),
  }))
  return { document, lines, problems }
}

function findKeyProblems(document: Document.Parsed, lines: LineCounter): readonly ConfigurationProblem[] {
  return findKeys(document).map(({ path, offset }) => ({
    line: lines.linePos(offset).line,
    path,
    message: messages.containsKey,
  }))
}

/** Finds what is wrong with the file's values. */
export function findValueProblems(
  plain: unknown,
  parseBaseUrl: (text: string) => string,
): readonly Omit<ConfigurationProblem, 'line'>[] {
  const parsed = configurationFileSchema.safeParse(plain, { error: describeIssue })
  const issues = parsed.error?.issues.flatMap(toProblems) ?? []
  return [...issues, ...findProviderProblems(plain, parseBaseUrl), ...findAddressProblems(plain, parseBaseUrl)]
}

export function toPlain(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch {
    throw new AppError('configuration/invalid', messages.tooManyAliases)
  }
}

/** Settings of earlier versions, and what there is instead. */
const retiredSettings: Readonly<Record<string, string>> = {
  'settings.team_limit': messages.teamLimitRetired,
  'settings.originals': messages.originalsFolderRetired,
}

const retiredOriginalsSchema = z.looseObject({ settings: z.looseObject({ originals: z.unknown() }) })

/** A file that names a folder for originals, as earlier versions had, means the same without it: the rest applies. */
function dropRetired(plain: unknown): { plain: unknown; remarks: readonly Omit<ConfigurationProblem, 'line'>[] } {
  const found = retiredOriginalsSchema.safeParse(plain).data
  if (found === undefined || !('originals' in found.settings)) return { plain, remarks: [] }
  const { originals: _retired, ...settings } = found.settings
  return {
    plain: { ...found, settings },
    remarks: [{ path: ['settings', 'originals'], message: messages.originalsFolderRetired }],
  }
}

/** Each unknown field becomes a separate problem. */
function toProblems(issue: z.core.$ZodIssue): Omit<ConfigurationProblem, 'line'>[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: issue.message }]
  return issue.keys.map((key) => {
    const path = [...issue.path, key]
    return { path, message: retiredSettings[path.join('.')] ?? messages.unknownSetting }
  })
}

function toConfiguration({ media, settings }: ConfigurationFile, options: CheckOptions): Configuration {
  const { path, parseBaseUrl } = options
  const providers = Object.entries(media?.providers ?? {}).map(([name, provider]) => {
    const configuration: ProviderConfiguration = {
      isEnabled: provider?.enabled ?? undefined,
      defaultModel: provider?.default_model ?? undefined,
      defaultSize: provider?.default_size ?? undefined,
      baseUrl: provider?.base_url ? parseBaseUrl(provider.base_url) : undefined,
    }
    return [readProviderId(name), configuration] as const
  })
  const output = media?.output
  return {
    defaultProvider: media?.default_provider ?? null,
    providers: Object.fromEntries(providers),
    output: {
      saveToDisk: output?.save_to_disk ?? null,
      basePath: output?.base_path ? resolveFrom(path, output.base_path) : null,
      format: output?.format ?? null,
    },
    settings: [
      ...mediaSettings.flatMap(([name, field]) => configured({ name: `media.${name}`, field }, valueAt(media, name))),
      ...fileSettings.flatMap((setting) => {
        const { name, field, isInitial } = setting
        const value = toValue(setting, valueAt(settings, name), options)
        return configured({ name: `settings.${name}`, field, isInitial }, value)
      }),
    ],
  }
}

/** Settings that the `media` block has, too. */
export const mediaSettings: readonly (readonly [string, ConfiguredSetting['field']])[] = [
  ['safety.block_nsfw', ['safety', 'blockNsfw']],
  ['safety.content_filter', ['safety', 'contentFilter']],
  ['fallback.generate', ['fallback', 'generate']],
  ['fallback.edit', ['fallback', 'edit']],
  ['fallback.variations', ['fallback', 'variations']],
]

function configured(
  facts: Omit<ConfiguredSetting, 'value' | 'isInitial'> & { readonly isInitial?: boolean },
  value: unknown,
): ConfiguredSetting[] {
  return value === undefined || value === null ? [] : [{ isInitial: false, ...facts, value }]
}

function toValue({ isPath, isAddress }: FileSetting, value: unknown, { path, parseBaseUrl }: CheckOptions): unknown {
  if (isAddress && typeof value === 'string') return parseBaseUrl(value)
  return isPath ? withFullPaths(value, path) : value
}

/** Of a path, a list of paths, or a list of export presets with folders. */
function withFullPaths(value: unknown, file: string): unknown {
  if (typeof value === 'string') return resolveFrom(file, value)
  if (!Array.isArray(value)) return value
  return value.map((item: unknown) => {
    if (typeof item === 'string') return resolveFrom(file, item)
    const preset = item as StoredExportPreset
    const { folder } = preset.options
    return { ...preset, options: { ...preset.options, folder: folder === null ? null : resolveFrom(file, folder) } }
  })
}

/** Resolves a path against a file's folder; `~` is the user's own folder. */
export function resolveFrom(file: string, path: string): string {
  if (path === '~' || path.startsWith('~/')) return join(homedir(), path.slice(1))
  return resolve(dirname(file), path)
}

/** One line per problem. */
export function describeProblems(path: string, problems: readonly ConfigurationProblem[]): string[] {
  return problems.map(({ line, path: field, message }) => {
    const where = [line === null ? basename(path) : `${basename(path)} line ${line}`, field.map(String).join('.')]
    return `${where.filter((part) => part !== '').join(', ')}: ${message.replace(/\.$/, '')}.`
  })
}

function invalid(path: string, problems: readonly ConfigurationProblem[]): AppError {
  return toError(path, problems, messages.fileIgnored)
}

function toError(path: string, problems: readonly ConfigurationProblem[], ...others: readonly string[]): AppError {
  const lines = [...describeProblems(path, problems), ...others]
  return new AppError('configuration/invalid', lines.join('\n'), { detail: { path, problems: problems.length } })
}

/** Returns the line of the field at a path, or of the last block on the path that exists. Lines count from 1. */
export function configurationLine(document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
  let node: unknown = document.contents
  let offset = offsetOf(node) ?? 0
  for (const step of path) {
    const block = isAlias(node) ? node.resolve(document) : node
    const next = stepInto(block, step)
    if (next === null) break
    node = next.value
    offset = offsetOf(next.shown) ?? offset
  }
  return lines.linePos(offset).line
}

/** `shown`: the node to point the user to: a field's name, or a list entry. */
function stepInto(block: unknown, step: PropertyKey): { value: unknown; shown: unknown } | null {
  if (isMap(block)) {
    const pair = block.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step))
    return isPair(pair) ? { value: pair.value, shown: pair.key } : null
  }
  if (!isSeq(block)) return null
  const item: unknown = block.items[Number(step)]
  return item === undefined ? null : { value: item, shown: item }
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}

interface ProviderProblem {
  readonly path: readonly string[]
  readonly message: string
}

/** Finds names that are not providers, duplicate providers, and invalid URLs. */
function findProviderProblems(file: unknown, parseBaseUrl: (text: string) => string): readonly ProviderProblem[] {
  const problems: ProviderProblem[] = []
  const seen = new Set<ProviderId>()
  const providers = outlineSchema.safeParse(file).data?.media.providers ?? {}
  for (const [name, provider] of Object.entries(providers)) {
    const path = ['media', 'providers', name]
    const id = readProviderId(name)
    if (id === null) problems.push({ path, message: messages.unknownProvider({ providerIds: providerIds.join(', ') }) })
    else if (seen.has(id)) problems.push({ path, message: messages.namedTwice({ id }) })
    else seen.add(id)
    const message = addressProblem(addressSchema.safeParse(provider).data?.base_url, parseBaseUrl)
    if (message !== null) problems.push({ path: [...path, 'base_url'], message })
  }
  return problems
}

/** Of the addresses in the `settings` block. */
function findAddressProblems(file: unknown, parseBaseUrl: (text: string) => string): readonly ProviderProblem[] {
  return fileSettings.flatMap(({ name, isAddress }) => {
    const address = isAddress ? valueAt(file, `settings.${name}`) : null
    const message = typeof address === 'string' ? addressProblem(address, parseBaseUrl) : null
    return message === null ? [] : [{ path: ['settings', ...name.split('.')], message }]
  })
}

function addressProblem(address: string | undefined, parseBaseUrl: (text: string) => string): string | null {
  if (!address) return null
  try {
    parseBaseUrl(address)
    return null
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.message
    throw thrown
  }
}
