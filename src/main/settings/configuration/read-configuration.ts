import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml'
import { z } from 'zod'
import { providerIds, type ProviderId } from '../../../shared/domain/provider-id.ts'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/configuration.ts'
import { noConfiguration, type Configuration, type ProviderConfiguration } from './configuration.ts'
import { configurationFileSchema, readProviderId, type ConfigurationFile } from './configuration-file.ts'
import { findKeys } from './find-keys.ts'

/** The file as far as it is sound enough to look at its providers. */
const outlineSchema = z.looseObject({ media: z.looseObject({ providers: z.record(z.string(), z.unknown()) }) })

const addressSchema = z.looseObject({ base_url: z.string() })

export interface ReadOptions {
  readonly path: string
  /** The person has named the file, so a missing one is a mistake. */
  readonly isRequired: boolean
  /** A base URL as it is kept. @throws configuration/invalid */
  readonly parseBaseUrl: (text: string) => string
}

interface Problem {
  readonly line: number | null
  /** Field by field; empty = the file as a whole. */
  readonly path: readonly PropertyKey[]
  readonly words: string
}

const fileBytesMax = 1_000_000

/**
 * `atelier.yaml`; a missing file is no configuration. All problems are told at once, with their lines; whatever looks
 * like a key is refused and never quoted.
 * @throws configuration/invalid
 */
export async function readConfiguration(options: ReadOptions): Promise<Configuration> {
  const text = await readText(options)
  if (text === null) return noConfiguration
  const lines = new LineCounter()
  // Its own messages quote the file, which may hold a key in the wrong place: only their codes are used.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
  const problems = findProblems(document, lines, options)
  if (problems.length > 0) throw invalid(options.path, problems)
  return toConfiguration(configurationFileSchema.parse(document.toJS() ?? {}), options)
}

async function readText({ path, isRequired }: ReadOptions): Promise<string | null> {
  try {
    const { size } = await stat(path)
    if (size > fileBytesMax) throw invalid(path, [{ line: null, path: [], words: messages.tooLarge }])
    return await readFile(path, 'utf8')
  } catch (thrown) {
    const error = toFileError(thrown, messages.readConfiguration({ path }))
    if (error.code === 'storage/not-found' && !isRequired) return null
    throw error.code === 'configuration/invalid' ? error : new AppError('configuration/invalid', error.message)
  }
}

function findProblems(document: Document.Parsed, lines: LineCounter, options: ReadOptions): readonly Problem[] {
  if (document.errors.length > 0) {
    return document.errors.map(({ pos, code }) => ({
      line: lines.linePos(pos[0]).line,
      path: [],
      words: messages.notYaml({ reason: code.toLowerCase().replaceAll('_', ' ') }),
    }))
  }
  const keys = findKeys(document)
  if (keys.length > 0) {
    return keys.map(({ path, offset }) => ({ line: lines.linePos(offset).line, path, words: messages.containsKey }))
  }
  const plain = toPlain(document) ?? {}
  const parsed = configurationFileSchema.safeParse(plain)
  return [...(parsed.error?.issues.flatMap(toProblems) ?? []), ...findProviderProblems(plain, options.parseBaseUrl)]
    .map((problem) => ({ ...problem, line: lineOf(document, problem.path, lines) }))
    .toSorted((a, b) => a.line - b.line)
}

function toPlain(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch {
    throw new AppError('configuration/invalid', messages.tooManyAliases)
  }
}

/** Of several unknown fields each is a problem of its own. */
function toProblems(issue: z.core.$ZodIssue): Omit<Problem, 'line'>[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, words: issue.message }]
  return issue.keys.map((key) => ({ path: [...issue.path, key], words: messages.unknownSetting }))
}

function toConfiguration({ media }: ConfigurationFile, { path, parseBaseUrl }: ReadOptions): Configuration {
  const providers = Object.entries(media?.providers ?? {}).map(([name, provider]) => {
    const own: ProviderConfiguration = {
      isEnabled: provider?.enabled ?? undefined,
      defaultModel: provider?.default_model ?? undefined,
      defaultSize: provider?.default_size ?? undefined,
      baseUrl: provider?.base_url ? parseBaseUrl(provider.base_url) : undefined,
    }
    return [readProviderId(name), own] as const
  })
  const { output, safety, fallback } = media ?? {}
  return {
    defaultProvider: media?.default_provider ?? null,
    providers: Object.fromEntries(providers),
    output: {
      saveToDisk: output?.save_to_disk ?? null,
      basePath: output?.base_path ? resolve(dirname(path), output.base_path) : null,
      format: output?.format ?? null,
    },
    safety: {
      ...(typeof safety?.block_nsfw === 'boolean' && { blockNsfw: safety.block_nsfw }),
      ...(safety?.content_filter && { contentFilter: safety.content_filter }),
    },
    fallback: {
      ...(fallback?.generate && { generate: fallback.generate }),
      ...(fallback?.edit && { edit: fallback.edit }),
      ...(fallback?.variations && { variations: fallback.variations }),
    },
  }
}

function invalid(path: string, problems: readonly Problem[]): AppError {
  const lines = problems.map(({ line, path: field, words }) => {
    const where = [line === null ? basename(path) : `${basename(path)} line ${line}`, field.map(String).join('.')]
    return `${where.filter((part) => part !== '').join(', ')}: ${words.replace(/\.$/, '')}.`
  })
  lines.push(messages.fileIgnored)
  return new AppError('configuration/invalid', lines.join('\n'), { detail: { path, problems: problems.length } })
}

/** The line of the field that a path leads to, or of the last block on the way that is there. Lines count from 1. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
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

/** `shown`: what a person looks for: the field's name, or the entry of a list. */
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
  readonly words: string
}

/** Names that are no provider, or one a second time, and addresses that are none. */
function findProviderProblems(file: unknown, parseBaseUrl: (text: string) => string): readonly ProviderProblem[] {
  const problems: ProviderProblem[] = []
  const seen = new Set<ProviderId>()
  const providers = outlineSchema.safeParse(file).data?.media.providers ?? {}
  for (const [name, provider] of Object.entries(providers)) {
    const path = ['media', 'providers', name]
    const id = readProviderId(name)
    if (id === null) problems.push({ path, words: messages.unknownProvider({ providerIds: providerIds.join(', ') }) })
    else if (seen.has(id)) problems.push({ path, words: messages.namedTwice({ id }) })
    else seen.add(id)
    const words = addressProblem(addressSchema.safeParse(provider).data?.base_url, parseBaseUrl)
    if (words !== null) problems.push({ path: [...path, 'base_url'], words })
  }
  return problems
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
