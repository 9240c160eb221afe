import { resolve } from 'node:path'
import type { Asset } from '../../shared/domain/asset.ts'
import type { CostEstimate, GenerationRequest, Operation } from '../../shared/domain/generation.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { Size } from '../../shared/util/geometry.ts'
import { intentOf, isMarked } from '../editing/edit-intent.ts'
import { bringInPicture } from './bring-in-picture.ts'
import type { Command, CommandContext, Outcome } from './command.ts'
import { blendUsage, editOptions, readBlend, readBox, readFrame, readIntent, usualBlend } from './edit-options.ts'
import { toOutcome } from './generation-outcome.ts'
import { fanOut } from './fan-out.ts'
import { readMaxCost, requireWithinCost } from './max-cost.ts'
import { chooseTargets, type Target } from './model-targets.ts'
import { readMask } from './read-mask.ts'
import { badInput, readOptions, requireOption, requireWords } from './read-options.ts'
import { runJobs } from './run-job.ts'
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
  '[--provider ID] [--model ID | --model SERVICE/MODEL]… [--n 1..4] [--size WxH | --aspect-ratio W:H] [--quality draft|standard|hd] [--seed N] ' +
  '[--negative-prompt TEXT] [--guidance-scale X] [--steps N] [--strength 0..1] [--style-preset NAME] ' +
  '[--lora PATH[@SCALE]]… [--input-image PICTURE]… [--option NAME=VALUE]… [--format png|jpeg|webp] ' +
  '[--output-format filepath|b64|url] [--block-nsfw] [--content-filter off|low|moderate|strict] ' +
  '[--metadata NAME=VALUE]… [--max-cost-usd N] [--out DIR] [--base-url URL] [--key-stdin] [--json]'

export const generateCommand = createCommand('generate', {
  usage: `generate PROMPT ${shared}`,
  summary: 'Makes pictures from words. PICTURE is a file, an https address, a data: address, or - for standard input.',
})
export const editCommand = createCommand('edit', {
  usage:
    'edit IMAGE [PROMPT] [--mask MASK] [--grow PX] [--feather PX] ' +
    '[--intent fill|add|remove|background|expand|whole] [--box X,Y,W,H] [--frame L,T,R,B|WxH+X+Y] ' +
    `${blendUsage} and the options of generate`,
  summary:
    'Changes IMAGE. With a mask only its white part changes: what is black in MASK keeps its pixels. ' +
    'A frame is filled here first, then its new part is repainted.',
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
  const maxCostUsd = readMaxCost(values['max-cost-usd'])
  const id = readProvider(values.provider)
  requireEditFor(values, operation)
  const models = values.model ?? []
  requireOneFor(values, models)
  const services = await context.services(placesOf(values, id))
  const targets = await chooseTargets(await services.openProviders(), { provider: id, models }, operation)
  const given = await bringIn({ values, spoken, image, operation }, context)
  const requests = await Promise.all(targets.map((target) => completeRequest(given, target, context)))
  if (maxCostUsd !== null) {
    requireWithinCost(maxCostUsd, await Promise.all(requests.map((request) => estimateOf(request, context))))
  }
  const told = { services, context, folder: values.out, delivery }
  const isApproved = maxCostUsd !== null
  const [request, ...more] = requests
  if (request === undefined || more.length > 0) return fanOut(requests, isApproved, told).catch(askInWords)
  const key = values['key-stdin'] === true ? await context.readSecret() : undefined
  const { ids } = await services.jobs.generate(request, { key, isApproved }).catch(askInWords)
  return toOutcome(await runJobs(services.jobs, ids, context.signal), told)
}

/** What belongs to one service means nothing for several. */
function requireOneFor(values: Values, models: readonly string[]): void {
  if (models.length < 2) return
  const stray = (['key-stdin', 'base-url'] as const).find((name) => values[name] !== undefined)
  if (stray !== undefined) throw badInput(`--${stray} is for one model; several were named.`)
}

/** As the queue will plan it: the part of a masked edit, and so its price, goes by what is painted. */
async function estimateOf({ maskPng, ...request }: GenerationRequest, context: CommandContext): Promise<CostEstimate> {
  const { library, imaging, openProviders } = await context.services()
  const source = request.sourceId === null ? null : await library.require(request.sourceId)
  const maskBounds =
    maskPng === null || source === null ? null : await imaging.measureMask({ maskPng, size: sizeOf(source) })
  const { manager } = await openProviders()
  const { estimate } = await manager.plan({ ...request, maskBounds, hasMask: maskBounds !== null }, source)
  return estimate
}

const sizeOf = ({ widthPx, heightPx }: Size): Size => ({ widthPx, heightPx })

/** There is nobody to ask: what it may cost is said beforehand. */
function askInWords(thrown: unknown): never {
  if (!(thrown instanceof AppError) || thrown.code !== 'money/needs-approval') throw thrown
  throw new AppError(thrown.code, `${thrown.message} With --max-cost-usd you say what it may cost.`)
}

/** What says how a part is repainted means nothing elsewhere. */
function requireEditFor(values: Values, operation: Operation): void {
  if (operation === 'edit') return
  const names = ['mask', 'grow', 'feather', ...Object.keys(editOptions)] as const
  const stray = names.find((name) => values[name as keyof Values] !== undefined)
  if (stray !== undefined) throw badInput(`--${stray} belongs to edit.`)
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

interface Spoken {
  readonly operation: Operation
  readonly values: Values
  readonly spoken: SpokenRequest
  readonly image?: string | undefined
}

interface Given extends Spoken {
  readonly source: Asset | null
  readonly references: readonly Asset[]
  readonly maskPng: GenerationRequest['maskPng']
}

/** Once, however many models are asked: standard input can be read only once. */
async function bringIn(said: Spoken, context: CommandContext): Promise<Given> {
  const { values, image } = said
  const maskPng = values.mask === undefined ? null : await readMask(resolve(context.workingFolder, values.mask))
  const source = image === undefined ? null : await bringInPicture(image, context)
  const references: Asset[] = []
  for (const each of values['input-image'] ?? []) references.push(await bringInPicture(each, context))
  return { ...said, source, references, maskPng }
}

async function completeRequest(
  { operation, values, spoken, source, references, maskPng }: Given,
  { view, card }: Target,
  context: CommandContext,
): Promise<GenerationRequest> {
  const { manager } = await (await context.services()).openProviders()
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
    ...(source !== null && readPart(values, spoken, source, maskPng !== null)),
    safety: readSafety(values, manager.safety()),
    options: readModelOptions(values.option ?? [], card),
  }
}

/** Which part of the picture an edit is about, and how its answer is laid in. */
function readPart(
  values: Values,
  edge: SpokenRequest,
  source: Asset,
  hasMask: boolean,
): Pick<GenerationRequest, 'intent' | 'box' | 'frame' | 'blend'> {
  const frame = readFrame(values.frame, source)
  const intent = readIntent(values.intent)
  const asked = { frame, intent, box: readBox(values.box) }
  if (!isMarked(asked, hasMask)) return asked
  return { ...asked, blend: readBlend(values, usualBlend(intentOf(asked, hasMask), edge)) }
}

/** The provider's own default counts for new pictures; an edit keeps its picture's shape. */
function defaultSize(operation: Operation, { size, aspectRatio }: SpokenRequest, view: ProviderView) {
  const text = view.defaultSize
  if (operation !== 'generate' || size !== null || aspectRatio !== null || text === null) return {}
  return text.includes(':') ? { aspectRatio: text } : { size: readSize(text) }
}
