import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document, visit } from 'yaml'
import { z } from 'zod'
import { providerIds, type ProviderId } from '../../../shared/domain/provider-id.ts'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/configuration.ts'
import { configurationFileSchema, readProviderId, type ConfigurationFile } from './configuration-file.ts'
import { noConfiguration, type Configuration, type ProviderConfiguration } from './configuration.ts'

const secretName = /key|token|secret|passw|credential|authori[sz]ation|bearer/i

/**
 * Prefixes of vendors' keys (OpenAI and Stability sk-, xAI xai-, Replicate r8_, Hugging Face hf_, Google AIza and
 * ya29., Runway key_, BFL bfl_), fal's `id:secret`, private keys, UUIDs, and any long alphanumeric word.
 */
const secretValue = new RegExp(
  [
    '^(Bearer\\s|-----BEGIN )',
    '^(sk-|sk_|xai-|r8_|hf_|key_|bfl_)[\\w-]{8,}$',
    '^AIza[\\w-]{20,}$',
    '^ya29\\.',
    '^[0-9a-f-]{32,36}:[0-9a-f]{16,}$',
    '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    '^(?=\\S*\\d)(?=\\S*[A-Za-z])[A-Za-z0-9]{32,}$',
  ].join('|'),
  'i',
)

/** The minimum structure needed to look at the providers. */
const outlineSchema = z.looseObject({ media: z.looseObject({ providers: z.record(z.string(), z.unknown()) }) })

const addressSchema = z.looseObject({ base_url: z.string() })

export interface ReadOptions {
  readonly path: string
  /** Set if the user named the file, so that a missing one is an error. */
  readonly isRequired: boolean
  /** Normalizes a base URL. @throws configuration/invalid */
  readonly parseBaseUrl: (text: string) => string
}

interface Problem {
  readonly line: number | null
  /** Path of field names; empty = the whole file. */
  readonly path: readonly PropertyKey[]
  readonly message: string
}

const fileBytesMax = 1_000_000

/**
 * Reads `atelier.yaml`; a missing file is an empty configuration. All problems are reported at once, with line numbers;
 * anything that looks like a key is rejected and never quoted. @throws configuration/invalid
 */
export async function readConfiguration(options: ReadOptions): Promise<Configuration> {
  const text = await readText(options)
  if (text === null) return noConfiguration
  const lines = new LineCounter()
  // The parser's messages quote the file, which may contain a misplaced key, so only their codes are used.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
  const problems = findProblems(document, lines, options)
  if (problems.length > 0) throw invalid(options.path, problems)
  return toConfiguration(configurationFileSchema.parse(document.toJS() ?? {}), options)
}

async function readText({ path, isRequired }: ReadOptions): Promise<string | null> {
  try {
    const { size } = await stat(path)
    if (size > fileBytesMax) throw invalid(path, [{ line: null, path: [], message: messages.tooLarge }])
    return await readFile(path, 'utf8')
  } catch (thrown) {
    const error = toFileError(thrown, messages.cannotReadConfiguration({ path }))
    if (error.code === 'storage/not-found' && !isRequired) return null
    throw error.code === 'configuration/invalid' ? error : new AppError('configuration/invalid', error.message)
  }
}

function findProblems(document: Document.Parsed, lines: LineCounter, options: ReadOptions): readonly Problem[] {
  if (document.errors.length > 0) {
    return document.errors.map(({ pos, code }) => ({
      line: lines.linePos(pos[0]).line,
      path: [],
      message: messages.notYaml({ reason: code.toLowerCase().replaceAll('_', ' ') }),
    }))
  }
  const keys = findKeys(document)
  if (keys.length > 0) {
    return keys.map(({ path, offset }) => ({ line: lines.linePos(offset).line, path, message: messages.containsKey }))
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

/** Each unknown field becomes a separate problem. */
function toProblems(issue: z.core.$ZodIssue): Omit<Problem, 'line'>[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: issue.message }]
  return issue.keys.map((key) => ({ path: [...issue.path, key], message: messages.unknownSetting }))
}

function toConfiguration({ media }: ConfigurationFile, { path, parseBaseUrl }: ReadOptions): Configuration {
  const providers = Object.entries(media?.providers ?? {}).map(([name, provider]) => {
    const configuration: ProviderConfiguration = {
      isEnabled: provider?.enabled ?? undefined,
      defaultModel: provider?.default_model ?? undefined,
      defaultSize: provider?.default_size ?? undefined,
      baseUrl: provider?.base_url ? parseBaseUrl(provider.base_url) : undefined,
    }
    return [readProviderId(name), configuration] as const
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
  const lines = problems.map(({ line, path: field, message }) => {
    const where = [line === null ? basename(path) : `${basename(path)} line ${line}`, field.map(String).join('.')]
    return `${where.filter((part) => part !== '').join(', ')}: ${message.replace(/\.$/, '')}.`
  })
  lines.push(messages.fileIgnored)
  return new AppError('configuration/invalid', lines.join('\n'), { detail: { path, problems: problems.length } })
}

/** Returns the line of the field at a path, or of the last block on the path that exists. Lines count from 1. */
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

/** Something in the file that looks like a key, a token or a password: the offset of the field or the value. */
interface ConfiguredKey {
  readonly path: readonly string[]
  readonly offset: number
}

/** Finds everything in the document that is named or looks like a secret. Values are never passed on. */
function findKeys(document: Document): readonly ConfiguredKey[] {
  const found: ConfiguredKey[] = []
  visit(document, {
    Pair(_key, pair, parents) {
      const name = nameOf(pair.key)
      const path = [...pathOf(parents), looksLikeKey(name) ? '…' : name]
      const isSecret =
        secretName.test(name) || looksLikeKey(name) || (isScalar(pair.value) && holdsKey(pair.value.value))
      if (!isSecret) return undefined
      found.push({ path, offset: isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0 })
      return visit.SKIP
    },
    Scalar(key, scalar, parents) {
      // Only list entries: values of fields were checked with their field.
      if (typeof key === 'number' && holdsKey(scalar.value)) {
        found.push({ path: [...pathOf(parents), String(key)], offset: scalar.range?.[0] ?? 0 })
      }
    },
  })
  return found
}

function holdsKey(value: unknown): boolean {
  return typeof value === 'string' && looksLikeKey(value)
}

function looksLikeKey(value: string): boolean {
  return secretValue.test(value.trim())
}

function pathOf(parents: readonly unknown[]): string[] {
  return parents.flatMap((node) => (isPair(node) ? [nameOf(node.key)] : []))
}

function nameOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key)
}
