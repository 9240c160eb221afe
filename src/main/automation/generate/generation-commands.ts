import { resolve } from 'node:path'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { Control, GenerationRequest, Operation } from '../../../shared/domain/generation.ts'
import type { PresetTask } from '../../../shared/domain/model-value.ts'
import { didYouMean } from '../../../shared/domain/did-you-mean.ts'
import { missingModelError } from '../../../shared/domain/suggested-models.ts'
import { notOneOf } from '../../../shared/messages/en/cli.ts'
import { keyPrompt } from '../../../shared/messages/en/cli-providers.ts'
import { imageArgument, promptArgument } from '../../../shared/messages/en/cli-options.ts'
import * as messages from '../../../shared/messages/en/cli-generate.ts'
import * as edits from '../../../shared/messages/en/cli-edit.ts'
import { intentOf, isMarked } from '../../editing/edit-intent.ts'
import { importImage, openGivenImage } from '../library/import-image.ts'
import { sumCosts } from '../../../shared/util/sum-costs.ts'
import { defineCommand, type CommandContext, type CommandOutcome } from '../program/command.ts'
import { readBlend, readBox, readFrame, readIntent, usualBlend } from '../edit/edit-options.ts'
import { toOutcome } from './generation-outcome.ts'
import { fanOut } from '../fan-out.ts'
import { namingSuccessors, readMaxCost, requireWithinCost, toArgumentError } from './max-cost.ts'
import { chooseTargets, providerAtAddress, resolvePurposes, type Target } from './model-targets.ts'
import { planGeneration } from './plan-generation.ts'
import { placesOf } from './provider-options.ts'
import { requireEditMask } from '../edit/edit-mask-option.ts'
import { readMaskOption } from '../edit/image-options.ts'
import { readMarkup } from '../edit/read-markup.ts'
import { badInput } from '../read-options.ts'
import { runJobs, showDrawingProgress } from './run-job.ts'
import {
  maskedOptions,
  readControl,
  findControlNet,
  readModelOptions,
  readProvider,
  readRequest,
  readSafety,
  requestOptions,
  type RequestValues,
  type SpokenRequest,
} from './request-options.ts'

export const generateCommand = defineCommand({
  name: 'generate',
  group: 'generate',
  summary: messages.generate,
  args: { '[prompt]': promptArgument },
  options: requestOptions,
  standardOutput: 'image',
  examples: [
    'generate "a lighthouse at dusk" --provider bfl --aspect-ratio 16:9 --out images',
    'generate "a lighthouse at dusk" --provider openai --n 2 --max-cost-usd 0.10',
    'generate "a lighthouse at dusk" --model openai/gpt-image-2 --model bfl/flux-2-pro --json',
  ],
  run: (values, [prompt], context) => runGeneration({ operation: 'generate', values, prompt }, context),
})

export const editCommand = defineCommand({
  name: 'edit',
  group: 'edit',
  summary: edits.editImage,
  details: edits.editDetails,
  args: { '<image>': imageArgument, '[prompt]': edits.editPrompt },
  options: { ...maskedOptions, ...requestOptions },
  standardOutput: 'image',
  examples: [
    'edit photo.jpg "a red door" --mask door.png --provider stability',
    'edit photo.jpg --intent remove --mask bin.png --grow 4 --feather 16 --provider bfl',
    'edit photo.jpg --markup marks.json --provider openai',
    'edit photo.jpg "more sky" --intent expand --frame 0,400,0,0 --provider openai',
    'edit 01JD3Q0000000000000000000A "warmer light, keep her face" --continue --provider gemini',
  ],
  run: (values, [image, prompt], context) => runGeneration({ operation: 'edit', values, image, prompt }, context),
})

export const variationsCommand = defineCommand({
  name: 'variations',
  group: 'generate',
  summary: messages.variations,
  args: { '<image>': imageArgument, '[prompt]': promptArgument },
  options: requestOptions,
  standardOutput: 'image',
  examples: ['variations photo.jpg --provider openai --n 2'],
  run: (values, [image, prompt], context) => runGeneration({ operation: 'variations', values, image, prompt }, context),
})

export const upscaleCommand = defineCommand({
  name: 'upscale',
  group: 'edit',
  summary: edits.upscale,
  args: { '<image>': imageArgument },
  options: {
    model: { value: 'id', help: edits.upscaler },
    out: requestOptions.out,
    scale: { value: '2|4', choices: ['2', '4'], help: edits.scaleFactor },
  },
  standardOutput: 'image',
  examples: ['upscale photo.jpg', 'upscale photo.jpg --model RealESRGAN_x4plus --scale 2 --out images'],
  async run({ model, out, scale = '4' }, [image], context) {
    if (scale !== '2' && scale !== '4') throw badInput(notOneOf({ option: '--scale', values: '2, 4', value: scale }))
    const upscaler = await chooseUpscaler(model, context)
    const values: RequestValues = { ...noValues, provider: 'local', model: [upscaler], out, option: [`scale=${scale}`] }
    return runGeneration({ operation: 'edit', values, image, prompt: undefined }, context)
  },
})

async function chooseUpscaler(word: string | undefined, context: CommandContext): Promise<string> {
  const { manager } = await (await context.services()).openProviders()
  const upscalers = (await manager.view('local')).models.filter(({ upscaling }) => upscaling !== undefined)
  const ids = upscalers.map(({ id }) => id)
  const [first, ...otherIds] = ids
  if (word !== undefined && (first === undefined || ids.includes(word))) return word
  if (word !== undefined) {
    throw badInput(edits.upscalerUnknown({ id: word, didYouMean: didYouMean(word, ids), known: ids.join(', ') }))
  }
  if (first !== undefined && otherIds.length === 0) return first
  throw first === undefined ? missingModelError('upscale') : badInput(edits.chooseUpscaler({ ids: ids.join(', ') }))
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
  const given = { provider: readProvider(values.provider), models: values.model ?? [] }
  requireOneFor(values, given.models)
  const services = await context.services(placesOf(values.config))
  const providers = await services.openProviders()
  const named = resolvePurposes(providers, given, taskOf(operation, values))
  const baseUrl = values['base-url']
  if (baseUrl !== undefined) providers.setBaseUrl(await providerAtAddress(providers, named, operation), baseUrl)
  const targets = await chooseTargets(providers, named, operation)
  const inputs = await importInputs({ values, spoken, control, image, operation }, context)
  const requests = await Promise.all(targets.map((target) => completeRequest(inputs, target, context)))
  if (maxCostUsd !== null) {
    const plans = await Promise.all(requests.map((request) => planGeneration(request, services)))
    const costs = sumCosts(plans.map(({ estimate }) => estimate.usd))
    namingSuccessors(plans, () => requireWithinCost(maxCostUsd, costs))
  }
  const run = { services, context, folder: values.out, delivery }
  // The maximum cost was given on the command line.
  const approve = maxCostUsd === null ? undefined : () => Promise.resolve(true)
  const [request, ...more] = requests
  if (request === undefined || more.length > 0) return fanOut(requests, approve, run).catch(toArgumentError)
  const key = values['key-stdin'] === true ? await context.readSecret(keyPrompt) : undefined
  const { ids } = await services.jobs.generate(request, { key, approve }).catch(toArgumentError)
  const stopTelling = showDrawingProgress(services.jobs, ids, context.reportProgress)
  return toOutcome(await runJobs(services.jobs, ids, context.signal).finally(stopTelling), run)
}

function taskOf(operation: Operation, { intent, frame, mask }: RequestValues): PresetTask {
  if (operation !== 'edit') return operation
  return readIntent(intent) ?? (frame === undefined ? (mask === undefined ? 'whole' : 'fill') : 'expand')
}

/** Rejects options of a single service where several models are used. */
function requireOneFor(values: RequestValues, models: readonly string[]): void {
  if (models.length < 2) return
  const stray = (['key-stdin', 'base-url'] as const).find((name) => values[name] !== undefined)
  if (stray !== undefined) throw badInput(messages.optionForOneModel({ option: stray }))
}

function requireDelivery(text: string | undefined): 'filepath' | 'b64' | 'url' {
  if (text === undefined || text === 'filepath') return 'filepath'
  if (text === 'b64' || text === 'url') return text
  throw badInput(notOneOf({ option: '--output-format', values: 'filepath, b64, url', value: text }))
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
  readonly markup: GenerationRequest['markup']
}

/** Once for all models: standard input can be read only once. */
async function importInputs(spoken: Spoken, context: CommandContext): Promise<Given> {
  const { values, image } = spoken
  const maskPng =
    values.mask === undefined
      ? null
      : requireEditMask(await readMaskOption(values.mask, context), values.frame !== undefined)
  const source = image === undefined ? null : await openGivenImage(image, context)
  const references: Asset[] = []
  for (const each of values['input-image'] ?? []) references.push(await importImage(each, context))
  const control = spoken.control && {
    ...spoken.control,
    imageId: (await importImage(values.control ?? '', context)).id,
  }
  const markup = values.markup === undefined ? null : await readMarkup(resolve(context.workingFolder, values.markup))
  return { ...spoken, source, references, control, maskPng, markup }
}

/** Each model gets a branch of its own. */
async function continuesOf(values: RequestValues, source: Asset | null, context: CommandContext) {
  if (values.continue !== true || source === null) return {}
  const { threads } = (await context.services()).assets
  const { id: threadId } = await threads.start({ documentId: null, assetId: source.id })
  return { continues: { threadId, prompt: null } }
}

async function completeRequest(
  { operation, values, spoken, source, references, control, maskPng, markup }: Given,
  { view, card, insteadOf }: Target,
  context: CommandContext,
): Promise<GenerationRequest> {
  const { manager } = await (await context.services()).openProviders()
  return {
    documentId: null,
    operation,
    provider: view.id,
    model: card.id,
    insteadOf,
    ...spoken,
    sourceId: source?.id ?? null,
    referenceIds: references.map((each) => each.id),
    control: control && { ...control, net: findControlNet(values['control-net'], card) },
    maskPng,
    ...(markup && { markup }),
    ...(source !== null && readPart(values, spoken, source, maskPng !== null)),
    safety: readSafety(values, manager.safety()),
    options: readModelOptions(values.option ?? [], card),
    ...(await continuesOf(values, source, context)),
  }
}

/** Reads which part of the image an edit concerns, and how the result is composited. */
function readPart(
  values: RequestValues,
  edge: SpokenRequest,
  source: Asset,
  hasMask: boolean,
): Pick<GenerationRequest, 'intent' | 'box' | 'frame' | 'blend'> {
  const frame = readFrame(values.frame, source)
  const intent = readIntent(values.intent)
  const area = { frame, intent, box: readBox(values.box) }
  if (!isMarked(area, hasMask)) return area
  return { ...area, blend: readBlend(values, usualBlend(intentOf(area, hasMask), edge)) }
}
