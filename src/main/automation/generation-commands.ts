import { resolve } from 'node:path'
import type { Asset } from '../../shared/domain/asset.ts'
import type { Control, CostEstimate, GenerationRequest, Operation } from '../../shared/domain/generation.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'
import { AppError } from '../../shared/errors/index.ts'
import { didYouMean } from '../../shared/util/did-you-mean.ts'
import type { Size } from '../../shared/util/geometry.ts'
import { intentOf, isMarked } from '../editing/edit-intent.ts'
import { importImage } from './import-image.ts'
import { defineCommand, type CommandContext, type CommandOutcome } from './command.ts'
import { readBlend, readBox, readFrame, readIntent, usualBlend } from './edit-options.ts'
import { toOutcome } from './generation-outcome.ts'
import { fanOut } from './fan-out.ts'
import { imageArgument } from './image-options.ts'
import { readMaxCost, requireWithinCost } from './max-cost.ts'
import { chooseTargets, providerAtAddress, type Target } from './model-targets.ts'
import { placesOf } from './provider-options.ts'
import { readMaskOption } from './read-mask.ts'
import { badInput } from './read-options.ts'
import { runJobs, showDrawingProgress } from './run-job.ts'
import {
  maskedOptions,
  readControl,
  readControlNet,
  readModelOptions,
  readProvider,
  readRequest,
  readSafety,
  readSize,
  requestOptions,
  type RequestValues,
  type SpokenRequest,
} from './request-options.ts'

export const generateCommand = defineCommand({
  name: 'generate',
  group: 'Generate',
  summary: 'Generate images from a prompt.',
  args: { '[prompt]': 'The prompt' },
  options: requestOptions,
  examples: [
    'generate "a lighthouse at dusk" --provider bfl --aspect-ratio 16:9 --out images',
    'generate "a lighthouse at dusk" --provider openai --n 2 --max-cost-usd 0.10',
    'generate "a lighthouse at dusk" --model openai/gpt-image-2 --model bfl/flux-2-pro --json',
  ],
  run: (values, [prompt], context) => runGeneration({ operation: 'generate', values, prompt }, context),
})

export const editCommand = defineCommand({
  name: 'edit',
  group: 'Edit',
  summary: 'Edit an image with a model.',
  details: 'With a mask, only its white part changes. The report says how many pixels changed inside and outside.',
  args: { '<image>': imageArgument, '[prompt]': 'What should be there, or change' },
  options: { ...maskedOptions, ...requestOptions },
  examples: [
    'edit photo.jpg "a red door" --mask door.png --provider stability',
    'edit photo.jpg --intent remove --mask bin.png --grow 4 --feather 16 --provider bfl',
    'edit photo.jpg "more sky" --intent expand --frame 0,400,0,0 --provider openai',
  ],
  run: (values, [image, prompt], context) => runGeneration({ operation: 'edit', values, image, prompt }, context),
})

export const variationsCommand = defineCommand({
  name: 'variations',
  group: 'Generate',
  summary: 'Generate variations of an image.',
  args: { '<image>': imageArgument, '[prompt]': 'The prompt' },
  options: requestOptions,
  examples: ['variations photo.jpg --provider openai --n 2'],
  run: (values, [image, prompt], context) => runGeneration({ operation: 'variations', values, image, prompt }, context),
})

export const upscaleCommand = defineCommand({
  name: 'upscale',
  group: 'Edit',
  summary: 'Make an image larger with an upscaler on this computer.',
  args: { '<image>': imageArgument },
  options: {
    model: {
      value: 'id',
      help: 'An upscaler in the model folders: see models list. Not needed where there is only one.',
    },
    out: requestOptions.out,
    scale: { value: '2|4', help: 'How many times as large. Default 4.' },
  },
  examples: ['upscale photo.jpg', 'upscale photo.jpg --model RealESRGAN_x4plus --scale 2 --out images'],
  async run({ model, out, scale = '4' }, [image], context) {
    if (scale !== '2' && scale !== '4') throw badInput(`--scale must be 2 or 4; “${scale}” is not.`)
    const upscaler = await chooseUpscaler(model, context)
    const values: RequestValues = { ...noValues, provider: 'local', model: [upscaler], out, option: [`scale=${scale}`] }
    return runGeneration({ operation: 'edit', values, image, prompt: undefined }, context)
  },
})

async function chooseUpscaler(word: string | undefined, context: CommandContext): Promise<string> {
  const { manager } = await (await context.services()).openProviders()
  const upscalers = (await manager.view('local')).models.filter(({ upscaling }) => upscaling !== undefined)
  const ids = upscalers.map(({ id }) => id)
  const [first, ...others] = ids
  if (word !== undefined && (first === undefined || ids.includes(word))) return word
  if (word !== undefined) {
    throw badInput(`“${word}” is not an upscaler.${didYouMean(word, ids)} There is: ${ids.join(', ')}.`)
  }
  if (first !== undefined && others.length === 0) return first
  throw badInput(
    first === undefined
      ? 'There is nothing to upscale with yet. It takes an engine (atelier engine install, or engine use LIBRARY) and an upscaler (atelier models catalog).'
      : `Add --model ID: one of ${ids.join(', ')}.`,
  )
}

const noValues = Object.fromEntries(Object.keys(requestOptions).map((name) => [name, undefined])) as RequestValues

interface Asked {
  readonly operation: Operation
  readonly values: RequestValues
  readonly image?: string | undefined
  readonly prompt: string | undefined
}

async function runGeneration(
  { operation, values, image, prompt }: Asked,
  context: CommandContext,
): Promise<CommandOutcome> {
  const spoken = readRequest(values, prompt)
  const control = readControl(values)
  const delivery = requireDelivery(values['output-format'])
  const maxCostUsd = readMaxCost(values['max-cost-usd'])
  const named = { provider: readProvider(values.provider), models: values.model ?? [] }
  requireOneFor(values, named.models)
  const services = await context.services(placesOf(values.config))
  const providers = await services.openProviders()
  const baseUrl = values['base-url']
  if (baseUrl !== undefined) providers.setBaseUrl(await providerAtAddress(providers, named, operation), baseUrl)
  const targets = await chooseTargets(providers, named, operation)
  const given = await bringIn({ values, spoken, control, image, operation }, context)
  const requests = await Promise.all(targets.map((target) => completeRequest(given, target, context)))
  if (maxCostUsd !== null) {
    requireWithinCost(maxCostUsd, await Promise.all(requests.map((request) => estimateOf(request, context))))
  }
  const told = { services, context, folder: values.out, delivery }
  // What it may cost has been said on the command line.
  const approve = maxCostUsd === null ? undefined : () => Promise.resolve(true)
  const [request, ...more] = requests
  if (request === undefined || more.length > 0) return fanOut(requests, approve, told).catch(askInWords)
  const key = values['key-stdin'] === true ? await context.readSecret() : undefined
  const { ids } = await services.jobs.generate(request, { key, approve }).catch(askInWords)
  const stopTelling = showDrawingProgress(services.jobs, ids, context.tellProgress)
  return toOutcome(await runJobs(services.jobs, ids, context.signal).finally(stopTelling), told)
}

/** What belongs to one service means nothing for several. */
function requireOneFor(values: RequestValues, models: readonly string[]): void {
  if (models.length < 2) return
  const stray = (['key-stdin', 'base-url'] as const).find((name) => values[name] !== undefined)
  if (stray !== undefined) throw badInput(`--${stray} is for one model, and several are named.`)
}

/** As the queue will plan it: the part of a masked edit, and so its price, goes by what is painted. */
async function estimateOf({ maskPng, ...request }: GenerationRequest, context: CommandContext): Promise<CostEstimate> {
  const { assets, imaging, openProviders } = await context.services()
  const source = request.sourceId === null ? null : await assets.records.require(request.sourceId)
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
  throw new AppError(thrown.code, `${thrown.message} Add --max-cost-usd to say what it may cost.`)
}

function requireDelivery(text: string | undefined): 'filepath' | 'b64' | 'url' {
  if (text === undefined || text === 'filepath') return 'filepath'
  if (text === 'b64' || text === 'url') return text
  throw badInput(`--output-format must be filepath, b64 or url; “${text}” is not.`)
}

interface Spoken {
  readonly operation: Operation
  readonly values: RequestValues
  readonly spoken: SpokenRequest
  readonly control: ReturnType<typeof readControl>
  readonly image?: string | undefined
}

interface Given extends Omit<Spoken, 'control'> {
  readonly source: Asset | null
  readonly references: readonly Asset[]
  readonly control: Omit<Control, 'net'> | null
  readonly maskPng: GenerationRequest['maskPng']
}

/** Once, however many models are asked: standard input can be read only once. */
async function bringIn(said: Spoken, context: CommandContext): Promise<Given> {
  const { values, image } = said
  const maskPng = values.mask === undefined ? null : await readMaskOption(resolve(context.workingFolder, values.mask))
  const source = image === undefined ? null : await importImage(image, context)
  const references: Asset[] = []
  for (const each of values['input-image'] ?? []) references.push(await importImage(each, context))
  const control = said.control && {
    ...said.control,
    imageId: (await importImage(values.control ?? '', context)).id,
  }
  return { ...said, source, references, control, maskPng }
}

async function completeRequest(
  { operation, values, spoken, source, references, control, maskPng }: Given,
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
    control: control && { ...control, net: readControlNet(values['control-net'], card) },
    maskPng,
    ...(source !== null && readPart(values, spoken, source, maskPng !== null)),
    safety: readSafety(values, manager.safety()),
    options: readModelOptions(values.option ?? [], card),
  }
}

/** Which part of the picture an edit is about, and how its answer is laid in. */
function readPart(
  values: RequestValues,
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
