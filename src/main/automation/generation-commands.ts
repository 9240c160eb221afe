import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Asset } from '../../shared/domain/asset.ts'
import type { GenerationRequest, Operation } from '../../shared/domain/generation.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import type { ModelCard } from '../../shared/domain/model-card.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'
import { AppError, fromErrorData } from '../../shared/errors/index.ts'
import { bringInPicture } from './bring-in-picture.ts'
import type { Command, CommandContext, CommandProviders, Outcome, ProgramServices } from './command.ts'
import { deliverPicture } from './deliver-picture.ts'
import { readMask } from './read-mask.ts'
import { badInput, readOptions, requireOption, requireWords } from './read-options.ts'
import { failureReport, successReport, type Report } from './report.ts'
import {
  readModelOptions,
  readProvider,
  readRequest,
  readSafety,
  readSize,
  requestOptions,
  type SpokenRequest,
} from './request-options.ts'

const shared =
  '[--provider ID] [--model ID] [--n 1..4] [--size WxH | --aspect-ratio W:H] [--quality draft|standard|hd] [--seed N] ' +
  '[--negative-prompt TEXT] [--guidance-scale X] [--steps N] [--strength 0..1] [--style-preset NAME] ' +
  '[--lora PATH[@SCALE]]… [--input-image PICTURE]… [--option NAME=VALUE]… [--format png|jpeg|webp] ' +
  '[--output-format filepath|b64|url] [--block-nsfw] [--content-filter off|low|moderate|strict] ' +
  '[--metadata NAME=VALUE]… [--out DIR] [--base-url URL] [--key-stdin] [--json]'

export const generateCommand = createCommand('generate', {
  usage: `generate PROMPT ${shared}`,
  summary: 'Makes pictures from words. PICTURE is a file, an https address, a data: address, or - for standard input.',
})
export const editCommand = createCommand('edit', {
  usage: `edit IMAGE [PROMPT] [--mask MASK] [--grow PX] [--feather PX] and the options of generate`,
  summary: 'Changes IMAGE. With a mask only its white part changes: what is black in MASK keeps its pixels.',
})
export const variationsCommand = createCommand('variations', {
  usage: `variations IMAGE [--prompt TEXT] and the options of generate`,
  summary: 'Makes pictures like IMAGE.',
})

function createCommand(operation: Operation, words: Pick<Command, 'usage' | 'summary'>): Command {
  return { ...words, run: (given, context) => runGeneration(operation, given, context) }
}

type Values = ReturnType<typeof readOptions<typeof requestOptions>>['values']

async function runGeneration(operation: Operation, words: string[], context: CommandContext): Promise<Outcome> {
  const { values, positionals } = readOptions(words, requestOptions)
  const { image, prompt } = wordsOf(operation, positionals)
  const spoken = readRequest(values, prompt)
  const delivery = requireDelivery(values['output-format'])
  const id = readProvider(values.provider)
  if (values.mask !== undefined && operation !== 'edit') throw badInput('--mask belongs to edit.')
  const services = await context.services(placesOf(values, id))
  const providers = await services.openProviders()
  const view = await chooseProvider(providers, id, operation)
  const card = await chooseModel(providers, view, values.model, operation)
  const request = await completeRequest(operation, { values, spoken, image, view, card }, context)
  const key = values['key-stdin'] === true ? await context.readSecret() : undefined
  const jobs = await runToEnd(services, request, key, context.signal)
  return toOutcome(jobs, { services, context, folder: values.out, delivery })
}

function wordsOf(operation: Operation, positionals: string[]): { image?: string; prompt?: string | undefined } {
  if (operation === 'generate') {
    if (positionals.length === 0) return {}
    return { prompt: requireWords(positionals, 'PROMPT')[0] }
  }
  const [image, prompt] = positionals
  if (prompt === undefined) return { image: requireWords(positionals, 'IMAGE')[0] }
  requireWords(positionals, 'IMAGE', 'PROMPT')
  return { image: requireOption(image, 'IMAGE'), prompt }
}

function requireDelivery(text: string | undefined): 'filepath' | 'b64' | 'url' {
  if (text === undefined || text === 'filepath') return 'filepath'
  if (text === 'b64' || text === 'url') return text
  throw badInput(`--output-format must be filepath, b64 or url; “${text}” is not.`)
}

/** Where this one call goes, over everything that is set. */
export function placesOf(values: Pick<Values, 'base-url' | 'config'>, id: ProviderView['id'] | null) {
  const baseUrl = values['base-url']
  if (baseUrl !== undefined && id === null) throw badInput('--base-url needs --provider: say whose address it is.')
  return {
    ...(values.config !== undefined && { configPath: values.config }),
    ...(baseUrl !== undefined && id !== null && { baseUrls: { [id]: baseUrl } }),
  }
}

async function chooseProvider(
  { manager, defaultProvider }: CommandProviders,
  id: ProviderView['id'] | null,
  operation: Operation,
): Promise<ProviderView> {
  const wanted = id ?? defaultProvider()
  if (wanted !== null) return manager.view(wanted)
  const views = await manager.list()
  const isReady = (view: ProviderView) =>
    view.isEnabled &&
    view.kind === 'cloud' &&
    view.key.source !== null &&
    view.models.some((each) => can(each, operation))
  const found = views.find(isReady)
  if (found !== undefined) return found
  throw badInput('No provider has a key yet. Add one with “keys set ID”, or try --provider fake, which needs none.')
}

async function chooseModel(
  { manager }: CommandProviders,
  view: ProviderView,
  text: string | undefined,
  operation: Operation,
): Promise<ModelCard> {
  if (text !== undefined) return manager.requireModel({ provider: view.id, model: text })
  const preferred = view.models.find((card) => card.id === view.defaultModel)
  const usable = view.models.filter((card) => can(card, operation) && card.state.is !== 'retired')
  const card = preferred !== undefined && can(preferred, operation) ? preferred : usable[0]
  if (card !== undefined) return card
  throw new AppError('provider/unsupported', `No model of ${view.label} can do that. Name one with --model.`)
}

function can(card: ModelCard, operation: Operation): boolean {
  if (operation === 'generate') return card.canGenerate
  return operation === 'edit' ? card.edits !== 'no' || card.mask !== 'no' : card.variations !== 'no'
}

interface Given {
  readonly values: Values
  readonly spoken: SpokenRequest
  readonly image?: string | undefined
  readonly view: ProviderView
  readonly card: ModelCard
}

async function completeRequest(
  operation: Operation,
  given: Given,
  context: CommandContext,
): Promise<GenerationRequest> {
  const { values, spoken, image, view, card } = given
  const { manager } = await (await context.services()).openProviders()
  const maskPng = values.mask === undefined ? null : await readMask(resolve(context.workingFolder, values.mask))
  const source = image === undefined ? null : await bringInPicture(image, context)
  const references: Asset[] = []
  for (const each of values['input-image'] ?? []) references.push(await bringInPicture(each, context))
  return {
    documentId: null,
    operation,
    provider: view.id,
    model: card.id,
    ...spoken,
    ...defaultSize(operation, spoken, view),
    sourceId: source?.id ?? null,
    referenceIds: references.map((each) => each.id),
    maskPng,
    safety: readSafety(values, manager.safety()),
    options: readModelOptions(values.option ?? [], card),
  }
}

/** The provider's own default counts for new pictures; an edit keeps its picture's shape. */
function defaultSize(operation: Operation, { size, aspectRatio }: SpokenRequest, view: ProviderView) {
  const text = view.defaultSize
  if (operation !== 'generate' || size !== null || aspectRatio !== null || text === null) return {}
  return text.includes(':') ? { aspectRatio: text } : { size: readSize(text) }
}

async function runToEnd(
  { jobs }: ProgramServices,
  request: GenerationRequest,
  key: string | undefined,
  signal: AbortSignal,
): Promise<JobSnapshot[]> {
  const { ids } = await jobs.generate(request, key === undefined ? {} : { key })
  const cancel = () => {
    for (const id of ids) void jobs.cancel(id)
  }
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  return Promise.all(ids.map((id) => jobs.finished(id)))
}

interface Told {
  readonly services: ProgramServices
  readonly context: CommandContext
  readonly folder: string | undefined
  readonly delivery: 'filepath' | 'b64' | 'url'
}

async function toOutcome(jobs: readonly JobSnapshot[], told: Told): Promise<Outcome> {
  const { services, context, folder, delivery } = told
  const images: Report['images'][number][] = []
  for (const { resultId } of jobs) {
    if (resultId === null) continue
    const asset = await services.library.require(resultId)
    const { path, mime, bytes } = await deliverPicture(asset, {
      services,
      context,
      folder,
      isWanted: delivery === 'b64',
    })
    images.push({
      id: asset.id,
      mime,
      path,
      url: delivery === 'url' ? pathToFileURL(path).href : null,
      b64: bytes?.toString('base64') ?? null,
      seed_used: asset.recipe.seed,
      revised_prompt: asset.recipe.generation?.revisedPrompt ?? null,
    })
  }
  const facts = await factsOf(jobs, images, services)
  const bad = jobs.find((job) => job.state !== 'done')
  return {
    lines: [...images.map(({ path }) => path), summaryOf(jobs, facts)],
    problems: [...new Set([...jobs.flatMap(warningsOf), ...jobs.flatMap(problemOf)])],
    report: bad === undefined ? successReport(facts) : failureReport(errorOf(bad), facts),
  }
}

async function factsOf(jobs: readonly JobSnapshot[], images: Report['images'], { library }: ProgramServices) {
  const [first] = jobs
  const done = jobs.filter((job) => job.resultId !== null)
  const costs = done.map(({ costUsd }) => costUsd)
  const asset = done[0]?.resultId ? await library.require(done[0].resultId) : null
  return {
    images,
    provider: first?.provider ?? null,
    model: first?.model ?? null,
    timing_ms: Math.max(0, ...jobs.map(({ timingMs }) => timingMs ?? 0)),
    cost_estimate: sumOf(jobs.map(({ estimateUsd }) => estimateUsd)),
    cost: sumOf(costs),
    usage: asset?.recipe.generation?.usage ?? {},
    changed_inside: asset?.recipe.changedInside ?? null,
    changed_outside: asset?.recipe.changedOutside ?? null,
    warnings: (first?.warnings ?? []).map(({ code, message }) => ({ code, message })),
    outcome: outcomeOf(jobs),
    billed: first?.isBilled ?? null,
    request_id: first?.requestId ?? null,
    attempts: (first?.attempts ?? []).map(({ ref, error }) => ({
      ...ref,
      error: error.message,
      error_code: error.code,
    })),
  } satisfies Partial<Report>
}

/** null as soon as one part is not known. */
function sumOf(parts: readonly (number | null)[]): number | null {
  return parts.includes(null) || parts.length === 0 ? null : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0)
}

function outcomeOf(jobs: readonly JobSnapshot[]): string {
  const bad = jobs.find((job) => job.state !== 'done')
  if (bad === undefined) return 'done'
  if (bad.state === 'cancelled') return bad.wasSent ? 'cancelled after sending' : 'cancelled before sending'
  if (bad.error?.code === 'network/timeout') return 'timed out'
  return bad.error?.code === 'provider/task-expired' ? 'expired' : bad.state
}

function summaryOf(jobs: readonly JobSnapshot[], facts: Awaited<ReturnType<typeof factsOf>>): string {
  const made = jobs.filter((job) => job.state === 'done').length
  const cost = facts.cost ?? facts.cost_estimate
  const price = cost === null ? 'price unknown' : `${facts.cost === null ? 'about ' : ''}$${cost.toFixed(3)}`
  const proof =
    facts.changed_outside === null
      ? ''
      : ` · inside ${facts.changed_inside} px changed, outside ${facts.changed_outside}`
  const seconds = (facts.timing_ms / 1000).toFixed(1)
  return `${made} of ${jobs.length} · ${facts.provider} · ${facts.model} · ${price} · ${seconds} s${proof}`
}

const warningsOf = ({ warnings }: JobSnapshot) => warnings.map(({ message }) => message)

function problemOf(job: JobSnapshot): string[] {
  return job.state === 'done' ? [] : [errorOf(job).message]
}

const billedWords = { yes: 'It was billed.', no: 'Nothing was billed.', unknown: 'It may have been billed.' } as const

function errorOf({ state, error, refusal, wasSent, isBilled }: JobSnapshot): AppError {
  if (error !== null) return fromErrorData(error)
  if (state === 'refused') {
    const words = `The service refused: “${refusal?.words ?? ''}” ${billedWords[isBilled]}`
    return new AppError('provider/task-failed', words, { detail: { refused: refusal?.what ?? 'prompt' } })
  }
  const when = wasSent ? `Cancelled after it was sent. ${billedWords[isBilled]}` : 'Cancelled before anything was sent.'
  return new AppError('request/cancelled', when)
}
