import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { batchImagesMax, type PlanBatchQuote, type PlanBatchView } from '../../../shared/domain/edit-plan.ts'
import type { AssetId, EditPlanBatchId } from '../../../shared/domain/ids.ts'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import { incomplete } from '../../../shared/messages/en/cli-plan.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { noCost, wholeUsd } from '../../../shared/util/sum-costs.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import { planFileSchema, type PlanFile } from '../../edit-plans/plan-file-schema.ts'
import { newId } from '../../platform/pure/new-id.ts'
import { copyInto } from '../generate/generation-outcome.ts'
import { requireWithinCost } from '../generate/max-cost.ts'
import { deliverResults, waitForPlan } from '../generate/plan-runs.ts'
import { batchCostOf, reportedPlan, reportedPlanSchema } from '../scripts/reported-plan.ts'
import { generationFields } from './generation-fields.ts'
import { toolWarningSchema } from './images/made-images.ts'
import { readPlanFile, readSteps, type PlanRecipe } from '../../edit-plans/plan-file.ts'
import { badInput } from '../read-options.ts'
import { openMask, namedImageSchema, openNamedImage } from './images/tool-images.ts'
import { type ToolContext, defineTool, exampleOf } from './tool.ts'

const shownMost = 4

const input = z.strictObject({
  plan_file: z.string().min(1).max(4_096).optional().describe(messages.planFileField),
  plan: planFileSchema.optional().describe(messages.inlinePlanField),
  images: z
    .array(namedImageSchema.describe(messages.imageField + messages.importedImage))
    .min(1)
    .max(batchImagesMax)
    .describe(messages.planImagesField),
  folder: z.string().min(1).max(1_000).optional().describe(messages.planFolderField),
  max_cost_usd: generationFields.max_cost_usd,
  estimate_only: generationFields.estimate_only,
})
type PlanInput = z.output<typeof input>

const output = z.object({
  success: z.boolean(),
  plan: reportedPlanSchema,
  warnings: z.array(toolWarningSchema),
  error: z.string().nullable(),
  error_code: z.string().nullable(),
})
type PlanOutput = z.input<typeof output>

export const runPlanTool = defineTool({
  name: 'run_plan',
  title: messages.planTitle,
  description: messages.planDescription({
    example: exampleOf({
      plan: {
        steps: [
          { mask: { words: 'sky' }, model: 'openai/gpt-image-2', prompt: 'a sunset sky' },
          { mask: { file: '/home/me/photos/sign.png' }, task: 'remove' },
        ],
      },
      images: ['/home/me/photos/street.jpg', 'LIBRARY_ID'],
      max_cost_usd: 1,
    }),
  }),
  input,
  output,
  isReadOnly: false,
  command: 'plan run',
  shown: ({ plan }) => plan.images.flatMap(({ result }) => result ?? []).slice(0, shownMost),
  async run(asked, context) {
    const folder = asked.folder === undefined ? null : await readCopyFolder(asked.folder, context)
    const { planBatches } = context.services
    const id = await prepare(asked, context)
    try {
      const quote = await planBatches.quote(id)
      if (asked.estimate_only || quote.images === 0) return estimated(await planBatches.view(id), quote)
      if (asked.max_cost_usd !== undefined) requireWithinCost(asked.max_cost_usd, quote)
      const batch = await make(id, quote, context)
      if (context.signal.aborted) throw AppError.cancelled()
      return await made(batch, quote, { folder, context })
    } finally {
      // Nobody can go on with it, and nothing more is sent if it could not be waited for: its images stay.
      await planBatches.stop(id)
      await planBatches.remove(id)
    }
  },
})

/** Finds or scales the masks of each image. Sends nothing. @throws request/*, storage/*, media/* */
async function prepare(asked: PlanInput, context: ToolContext): Promise<EditPlanBatchId> {
  const { services, signal, agent, onProgress } = context
  const recipe = await readPlan(asked, context)
  const sourceIds: AssetId[] = []
  for (const image of asked.images) sourceIds.push((await openNamedImage(image, context)).id)
  const id = newId<EditPlanBatchId>()
  const report = (done: number, total: number) => onProgress(null, messages.planPrepared({ done, total }))
  await services.planBatches.prepare({ id, templateId: null, recipe, sourceIds, agent }, { signal, onProgress: report })
  return id
}

/** Sends the steps and waits for them. Cancelling stops what has not been sent. @throws money/*, provider/* */
async function make(id: EditPlanBatchId, quote: PlanBatchQuote, context: ToolContext): Promise<PlanBatchView> {
  const { services, signal, approve, agent } = context
  const { planBatches } = services
  throwIfAborted(signal)
  const admitted = await context.admit(quote)
  let paid = noCost
  try {
    await planBatches.start(id, { agent, ...(approve && { approve }) })
    admitted.queued()
    paid = { usd: quote.usd, unpriced: quote.unpriced }
    const batch = await waitForPlan(id, { planBatches, signal, report: createReporter(context) })
    paid = batchCostOf(batch)
    return batch
  } finally {
    admitted.settle(paid)
  }
}

const endStates: ReadonlySet<string> = new Set(['done', 'failed', 'blocked'])

function createReporter({ onProgress }: ToolContext): (batch: PlanBatchView) => void {
  let reported = -1
  return ({ images }) => {
    const steps = images.flatMap((image) => image.steps)
    const done = steps.filter(({ state }) => endStates.has(state)).length
    if (done === reported || steps.length === 0) return
    reported = done
    onProgress(done / steps.length, messages.planProgress({ done, total: steps.length }))
  }
}

function warningsOf(texts: readonly string[]): PlanOutput['warnings'] {
  return [...new Set(texts)].map((message) => ({ code: 'plan', message }))
}

/** Nothing was sent. */
function estimated(batch: PlanBatchView, quote: PlanBatchQuote): PlanOutput {
  const plan = reportedPlan(batch, wholeUsd(quote))
  return { plan, warnings: warningsOf(quote.warnings), ...endOf(quote.images === 0 ? batch.images.length : 0) }
}

function endOf(missing: number): Pick<PlanOutput, 'success' | 'error' | 'error_code'> {
  if (missing === 0) return { success: true, error: null, error_code: null }
  return { success: false, error: incomplete({ missing }), error_code: 'provider/task-failed' }
}

async function made(
  batch: PlanBatchView,
  quote: PlanBatchQuote,
  { folder, context }: { readonly folder: string | null; readonly context: ToolContext },
): Promise<PlanOutput> {
  const problems: string[] = []
  // The images are paid for and in the library: a copy that fails changes nothing else.
  const copy = async (stored: string) => {
    if (folder === null) return stored
    return copyInto(folder, stored).catch((thrown: unknown) => {
      problems.push(toErrorData(thrown).message)
      return stored
    })
  }
  const results = await deliverResults(batch, context.services, { paths: context.paths, copy })
  const missing = batch.images.filter(({ resultId }) => resultId === null).length
  return {
    plan: reportedPlan(batch, wholeUsd(quote), results),
    warnings: [...warningsOf(quote.warnings), ...problems.map((message) => ({ code: 'not-copied', message }))],
    ...endOf(missing),
  }
}

interface NamedPlan {
  readonly plan_file?: string | undefined
  readonly plan?: PlanFile | undefined
}

/**
 * Reads a plan that a caller names, or gives. Its masks are read where the caller may read: those of a file in the file's
 * folder only, wherever a link leads.
 * @throws request/invalid, storage/*, media/too-large
 */
async function readPlan({ plan_file: file, plan }: NamedPlan, context: ToolContext): Promise<PlanRecipe> {
  const { files } = context
  const { imaging } = context.services
  if ((file === undefined) === (plan === undefined)) throw badInput(messages.onePlan)
  if (plan !== undefined) {
    return readSteps(plan, { name: messages.inlinePlanName, imaging, openMask: (mask) => openMask(mask, context) })
  }
  return readPlanFile(await files.readable(file!), imaging, (path) => files.readable(path))
}

/** Returns the folder for copies. @throws request/invalid, storage/exists before anything is paid for */
async function readCopyFolder(name: string, { files }: Pick<ToolContext, 'files'>): Promise<string> {
  const folder = await files.writable(name)
  const found = await stat(folder).catch(() => null)
  if (found !== null && !found.isDirectory()) {
    throw new AppError('storage/exists', messages.folderIsFile({ folder: basename(folder) }))
  }
  return folder
}
