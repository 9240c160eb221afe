import type { Asset } from '../../../../shared/domain/asset.ts'
import {
  blankRequest,
  agentTrace,
  type Continues,
  type CostEstimate,
  type GenerationRequest,
  type Operation,
  type RequestPlan,
} from '../../../../shared/domain/generation.ts'
import type { ThreadId } from '../../../../shared/domain/ids.ts'
import { toSeed } from '../../../../shared/domain/seed.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/tools.ts'
import { joinSentences } from '../../../../shared/messages/formats.ts'
import { exceedsLimit } from '../../../../shared/util/exceeds-limit.ts'
import { formatMoney } from '../../../../shared/util/format-money.ts'
import { noCost, sumCosts } from '../../../../shared/util/sum-costs.ts'
import { intentOf } from '../../../editing/edit-intent.ts'
import { newId } from '../../../platform/pure/new-id.ts'
import { toOutcome, warningsOf } from '../../generate/generation-outcome.ts'
import { namingSuccessors } from '../../generate/max-cost.ts'
import { chooseTargets, resolvePurposes } from '../../generate/model-targets.ts'
import { planGeneration } from '../../generate/plan-generation.ts'
import { badInput } from '../../read-options.ts'
import { failureReport, successReport } from '../../report.ts'
import { readProvider, readSize } from '../../generate/request-options.ts'
import { runJobs } from '../../generate/run-job.ts'
import { costOf } from '../../scripts/call-result.ts'
import { openControl } from '../control-field.ts'
import type { GenerationFields } from '../generation-fields.ts'
import { toMade, type Made } from './made-images.ts'
import { openNamedImage } from './tool-images.ts'
import type { ToolContext } from '../tool.ts'
import { mapNumberSettings, numberSettingNames, numberSettings } from '../../../../shared/domain/number-settings.ts'
import { programNames } from '../../../../shared/domain/number-setting-names.ts'

/** Beyond the shared parameters. */
export interface RequestedImages extends GenerationFields {
  readonly operation: Operation
  readonly prompt: string
  readonly source: Asset | null
  /** Whether it is the next step of the source's conversation. */
  readonly continue?: boolean | undefined
  /** What only edits have. */
  readonly edit?: Partial<
    Pick<GenerationRequest, 'maskPng' | 'growPx' | 'featherPx' | 'intent' | 'box' | 'frame' | 'blend' | 'markup'>
  >
}

/** Plans, checks the price, sends, waits and reports. @throws money/*, provider/*, request/*, storage/* */
export async function requestImages(asked: RequestedImages, context: ToolContext): Promise<Made> {
  const { services, signal } = context
  const request = await toRequest(asked, context)
  const plan = await planGeneration(request, services)
  if (asked.estimate_only) return toMade(estimateReport(request, plan), context)
  namingSuccessors([plan], () => requireMaxCost(asked.max_cost_usd, plan.estimate))
  const estimate = sumCosts([plan.estimate.usd])
  const admitted = await context.admit(estimate)
  let paid = noCost
  try {
    const { ids } = await services.jobs.generate(request, { approve: context.approve })
    admitted.queued()
    paid = estimate
    const stop = services.jobs.onChanged((job) => {
      if (ids.includes(job.id))
        context.onProgress(job.progress, `${job.model ?? job.provider}: ${job.phase ?? job.state}`)
    })
    const jobs = await runJobs(services.jobs, ids, signal).finally(stop)
    paid = costOf(jobs)
    const { report } = await toOutcome(jobs, {
      services,
      context: { paths: context.paths, workingFolder: context.files.outputFolder, signal },
      folder: undefined,
      delivery: asked.output_format,
    })
    return await toMade(report, context)
  } finally {
    admitted.settle(paid)
  }
}

/** @throws money/over-cap where the cost may exceed that, or is unknown */
function requireMaxCost(limitUsd: number | undefined, { usd }: CostEstimate): void {
  if (limitUsd === undefined) return
  const limit = formatMoney(limitUsd)
  if (usd === null) throw new AppError('money/over-cap', messages.unknownCost({ limit }))
  if (!exceedsLimit(limitUsd, 0, usd)) return
  throw new AppError('money/over-cap', messages.overMaxCost({ cost: formatMoney(usd), limit }))
}

function estimateReport(
  { provider, model, prompt }: GenerationRequest,
  { warnings, obstacles, estimate }: RequestPlan,
) {
  const notes = warningsOf({ warnings, prompt })
  const facts = {
    provider,
    model,
    cost_estimate: estimate.usd,
    cost: 0,
    billed: 'no',
    outcome: 'not sent',
    warnings: notes,
  }
  const [obstacle] = obstacles
  return obstacle === undefined
    ? successReport(facts)
    : failureReport(new AppError('provider/unsupported', joinSentences(...obstacles)), facts)
}

async function toRequest(asked: RequestedImages, context: ToolContext): Promise<GenerationRequest> {
  const { operation, source, prompt, edit = {} } = asked
  if (asked.size !== undefined && asked.aspect_ratio !== undefined) throw badInput(messages.oneSize)
  const providers = await context.services.openProviders()
  const given = { provider: readProvider(asked.provider), models: asked.model === undefined ? [] : [asked.model] }
  const hasMask = (edit.maskPng ?? null) !== null
  const task = operation === 'edit' ? intentOf({ intent: edit.intent, frame: edit.frame }, hasMask) : operation
  const named = resolvePurposes(providers, given, task)
  const [target] = await chooseTargets(providers, named, operation)
  const references: Asset[] = []
  for (const each of asked.input_images ?? []) references.push(await openNamedImage(each, context))
  const { view, card, insteadOf } = target!
  return {
    ...blankRequest,
    maskPng: null,
    operation,
    provider: view.id,
    model: card.id,
    insteadOf,
    prompt,
    n: asked.n,
    ...sizeOf(asked),
    ...settingsOf(asked),
    sourceId: source?.id ?? null,
    referenceIds: references.map(({ id }) => id),
    control: asked.control && (await openControl(asked.control, { card, isEstimate: asked.estimate_only }, context)),
    safety: safetyOf(asked, providers.manager.safety()),
    trace: traceOf(asked, context),
    ...edit,
    ...(asked.continue === true && source && { continues: await continueFrom(source, asked.estimate_only, context) }),
  }
}

/** An estimate starts no conversation. */
async function continueFrom(source: Asset, isEstimate: boolean, { services }: ToolContext): Promise<Continues> {
  if (isEstimate) return { threadId: newId<ThreadId>(source.createdAtMs), prompt: null }
  const { id: threadId } = await services.assets.threads.start({ documentId: null, assetId: source.id })
  return { threadId, prompt: null }
}

/** Names that the documents put into `metadata`. */
const spokenFields = [
  'negative_prompt',
  ...numberSettingNames.filter((name) => !numberSettings[name].isOfSource).map((name) => programNames[name].field),
]

function sizeOf({ size, aspect_ratio: ratio }: RequestedImages): Pick<GenerationRequest, 'size' | 'aspectRatio'> {
  return size === undefined ? { size: null, aspectRatio: ratio ?? null } : { size: readSize(size), aspectRatio: null }
}

function settingsOf(asked: RequestedImages) {
  const { metadata = {} } = asked
  return {
    quality: asked.quality ?? null,
    stylePreset: asked.style_preset ?? null,
    seed: asked.seed === undefined ? null : toSeed(String(asked.seed)),
    negativePrompt: asked.negative_prompt ?? asText(metadata['negative_prompt']),
    ...mapNumberSettings((name) => {
      const { field } = programNames[name]
      return asked[field] ?? (isSpoken(field) ? asNumber(metadata[field]) : null)
    }),
    loras: asked.loras ?? [],
    format: asked.format ?? null,
    options: asked.options ?? {},
  }
}

const isSpoken = (name: string) => spokenFields.some((each) => each === name)
const asNumber = (value: unknown) => (typeof value === 'number' ? value : null)
const asText = (value: unknown) => (typeof value === 'string' ? value : null)

function safetyOf({ safety }: RequestedImages, set: GenerationRequest['safety']): GenerationRequest['safety'] {
  if (safety === undefined) return null
  return {
    blockNsfw: safety.block_nsfw ?? set?.blockNsfw ?? false,
    contentFilter: safety.content_filter ?? set?.contentFilter ?? 'moderate',
  }
}

function traceOf({ metadata = {} }: RequestedImages, { agent }: ToolContext): Record<string, string> {
  const own = Object.entries(metadata).filter(([name, value]) => value !== null && !isSpoken(name))
  return {
    ...Object.fromEntries(own.map(([name, value]) => [name, String(value)])),
    ...(agent !== null && { [agentTrace]: agent }),
  }
}
