import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { PlanBatchQuote, PlanBatchView } from '../../../shared/domain/edit-plan.ts'
import { editPlanBatchIdSchema, type AssetId, type EditPlanBatchId } from '../../../shared/domain/ids.ts'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-plan.ts'
import * as scriptMessages from '../../../shared/messages/en/cli-scripts.ts'
import { joinSentences } from '../../../shared/messages/formats.ts'
import { wholeUsd } from '../../../shared/util/sum-costs.ts'
import { parsePlan, type PlanRecipe } from '../../edit-plans/plan-file.ts'
import type { StartOptions } from '../../edit-plans/batch-work.ts'
import { newId } from '../../platform/pure/new-id.ts'
import { defineCommand, type CommandContext, type CommandOutcome, type ProgramServices } from '../program/command.ts'
import { copyInto } from '../generate/generation-outcome.ts'
import { openGivenImage } from '../library/import-image.ts'
import { readMaxCost, requireWithinCost, toArgumentError } from '../generate/max-cost.ts'
import { deliverResults, waitForPlan } from '../generate/plan-runs.ts'
import { configOption, placesOf } from '../generate/provider-options.ts'
import { badInput } from '../read-options.ts'
import { failureReport, imageReport, successReport } from '../report.ts'
import { imageFilesOf } from './image-files-of.ts'
import { formatCostSum } from './reported-cost.ts'
import { batchCostOf, reportedPlan } from './reported-plan.ts'
import { openRunJournal, type RunJournal } from './run-journal.ts'
import { readCallText } from './tool-call.ts'

const options = {
  folder: { value: 'folder', help: messages.planFolder },
  out: { value: 'folder', help: messages.planOut },
  'max-cost-usd': { value: 'n', help: scriptMessages.maxCostOfAll },
  'estimate-only': { help: messages.estimateOnly },
  resume: { help: messages.resume },
  restart: { help: scriptMessages.restart },
  'retry-unknown': { help: messages.retryUnknown },
  config: configOption,
} as const

export const planRunCommand = defineCommand({
  name: 'plan run',
  group: 'automation',
  summary: messages.planRun,
  details: messages.planRunDetails,
  args: { '<file>': messages.planFile, '[images...]': messages.planImages },
  options,
  examples: [
    'plan run portrait.atelier-plan.json photo.jpg --estimate-only',
    'plan run portrait.atelier-plan.json --folder photos --max-cost-usd 5 --out edited',
    'plan run portrait.atelier-plan.json --resume --out edited',
  ],
  async run(values, [file = '', ...images], context) {
    const { resume = false, restart = false, 'retry-unknown': retriesUncertain = false } = values
    if (resume && restart) throw badInput(scriptMessages.resumeOrRestart)
    if (retriesUncertain && !resume) throw badInput(scriptMessages.retryNeedsResume)
    const { folder, out } = values
    const isNamed = images.length > 0 || folder !== undefined
    if (resume && isNamed) throw badInput(messages.imagesWithResume)
    if (!resume && !isNamed) throw badInput(messages.noImages)
    const maxUsd = readMaxCost(values['max-cost-usd'])
    const text = await readCallText(file, context)
    const services = await context.services(placesOf(values.config))
    const recipe = await parsePlan(text, { ...placeOf(file, context), imaging: services.imaging })
    const run: Run = { file, recipe, images, folder, out, maxUsd, retriesUncertain, services, context }
    if (values['estimate-only'] === true && !resume) return estimate(run)
    const path = join(context.paths.appData, 'scripts', `plan-${await nameOf(file, text, context)}.jsonl`)
    const mode = resume ? 'continue' : restart ? 'restart' : 'new'
    const journal = await openRunJournal(path, { mode })
    try {
      const key = hashOf(text)
      if (resume && journal.find(key) === null) throw badInput(messages.nothingToResume)
      return await runPlan({ ...run, journal, key })
    } finally {
      await journal.close()
    }
  },
})

interface Run {
  /** As given. */
  readonly file: string
  readonly recipe: PlanRecipe
  readonly images: readonly string[]
  readonly folder: string | undefined
  readonly out: string | undefined
  readonly maxUsd: number | null
  readonly retriesUncertain: boolean
  readonly services: ProgramServices
  readonly context: CommandContext
}

function placeOf(file: string, { workingFolder }: CommandContext) {
  if (file === '-') return { name: scriptMessages.standardInput, folder: workingFolder }
  const path = resolve(workingFolder, file)
  return { name: basename(path), folder: dirname(path) }
}

/** The run is found by the file, and goes on only while the file says the same. */
async function nameOf(file: string, text: string, { workingFolder }: CommandContext): Promise<string> {
  return hashOf(file === '-' ? text : await realpath(resolve(workingFolder, file))).slice(0, 32)
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

interface GivenImages {
  readonly sourceIds: readonly AssetId[]
  /** Files of the folder that could not be read. */
  readonly problems: readonly string[]
}

/** @throws like an import for an image that was named; those of a folder are left out with a problem */
async function importAll({ images, folder, services, context }: Run): Promise<GivenImages> {
  const sourceIds: AssetId[] = []
  const problems: string[] = []
  for (const image of images) sourceIds.push((await openGivenImage(image, context)).id)
  if (folder === undefined) return { sourceIds, problems }
  const { signal, workingFolder } = context
  const { imports } = services.assets
  for await (const path of imageFilesOf(resolve(workingFolder, folder), { isOnce: true, imports, signal })) {
    try {
      sourceIds.push((await openGivenImage(path, context)).id)
    } catch (thrown) {
      if (signal.aborted) throw thrown
      problems.push(messages.imageFailed({ name: basename(path), problem: toErrorData(thrown).message }))
    }
  }
  if (signal.aborted) throw AppError.cancelled()
  if (sourceIds.length === 0) throw badInput(joinSentences(messages.noImagesFound({ folder }), ...problems))
  return { sourceIds, problems }
}

async function prepare(run: Run, id: EditPlanBatchId): Promise<readonly string[]> {
  const { recipe, services, context } = run
  const { sourceIds, problems } = await importAll(run)
  await services.planBatches.prepare(
    { id, templateId: null, recipe, sourceIds },
    {
      signal: context.signal,
      onProgress: (done, total) => context.reportProgress(messages.preparing({ done, total })),
    },
  )
  return problems
}

async function estimate(run: Run): Promise<CommandOutcome> {
  const { services, maxUsd } = run
  const id = newId<EditPlanBatchId>()
  const problems = await prepare(run, id)
  try {
    const quote = await services.planBatches.quote(id)
    const batch = await services.planBatches.view(id)
    if (maxUsd !== null) requireWithinCost(maxUsd, quote)
    const usd = wholeUsd(quote)
    const plan = reportedPlan(batch, usd)
    return {
      lines: describeQuote(quote),
      problems: [...problems, ...problemsOf(batch)],
      report: successReport({ plan, cost_estimate: usd, cost: 0 }),
    }
  } finally {
    await services.planBatches.remove(id)
  }
}

function describeQuote({ images, steps, warnings, ...price }: PlanBatchQuote): string[] {
  return [messages.planned({ images, steps, cost: formatCostSum(price) }), ...warnings]
}

function problemsOf({ images }: PlanBatchView): string[] {
  return images.flatMap(({ name, problem, warnings }) =>
    [problem, ...warnings].flatMap((text) => (text === null ? [] : [messages.imageFailed({ name, problem: text })])),
  )
}

interface PlanRun extends Run {
  readonly journal: RunJournal
  readonly key: string
}

async function runPlan(run: PlanRun): Promise<CommandOutcome> {
  const { services, journal, key } = run
  const earlier = journal.find(key)
  const id = earlier === null ? newId<EditPlanBatchId>() : editPlanBatchIdSchema.parse(earlier.runId)
  const known = earlier === null ? null : await findBatch(id, services)
  if (earlier !== null && known === null) throw badInput(messages.nothingToResume)
  const problems = known === null ? await prepare(run, id) : []
  // Before it is noted, nothing can have been sent.
  if (known === null) await journal.start(key, { runId: id, estimateUsd: null })
  const usd = known === null ? await startMissing(id, run) : await goOn(id, run)
  const batch = await waitForImages(id, run)
  const isFinal = batch.images.every(({ state }) => state === 'done' || state === 'impossible')
  if (isFinal) await journal.finish()
  return outcomeOf(batch, usd, { ...run, problems })
}

async function findBatch(id: EditPlanBatchId, { planBatches }: ProgramServices): Promise<PlanBatchView | null> {
  return planBatches.view(id).catch((thrown: unknown) => {
    if (thrown instanceof AppError && thrown.code === 'storage/not-found') return null
    throw thrown
  })
}

/** Returns the estimate. */
async function startMissing(id: EditPlanBatchId, run: PlanRun): Promise<number | null> {
  const { services, context, maxUsd, retriesUncertain } = run
  const { planBatches } = services
  // The maximum cost was given on the command line.
  const approve: StartOptions = maxUsd === null ? {} : { approve: () => Promise.resolve(true) }
  const quote = await planBatches.quote(id, { retriesUncertain })
  if (quote.images === 0) return wholeUsd(quote)
  if (maxUsd !== null) {
    const batch = await planBatches.view(id)
    requireWithinCost(maxUsd, quote, batchCostOf(batch, await requestsOf(batch, run)))
  }
  for (const line of describeQuote(quote)) context.reportProgress(line)
  await planBatches.start(id, { ...approve, retriesUncertain }).catch(toArgumentError)
  return wholeUsd(quote)
}

/** With those of earlier attempts. */
function requestsOf({ images }: PlanBatchView, { services }: Run) {
  return services.jobs.ofWork(images.map(({ planId }) => planId))
}

/** Waits for what a killed process has sent and approved, then makes what is missing. */
async function goOn(id: EditPlanBatchId, run: PlanRun): Promise<number | null> {
  await run.services.planBatches.resume(id)
  await waitForImages(id, run)
  return run.context.signal.aborted ? null : startMissing(id, run)
}

/** Ctrl+C cancels what has not been sent, and waits for the rest. */
async function waitForImages(id: EditPlanBatchId, { services, context }: Run): Promise<PlanBatchView> {
  let reported = -1
  return waitForPlan(id, {
    planBatches: services.planBatches,
    signal: context.signal,
    report({ images }) {
      const done = images.filter(({ state }) => state === 'done').length
      if (done !== reported) context.reportProgress(messages.progress({ done, total: images.length }))
      reported = done
    },
  })
}

async function outcomeOf(
  batch: PlanBatchView,
  estimateUsd: number | null,
  run: PlanRun & { readonly problems: readonly string[] },
): Promise<CommandOutcome> {
  const { services, context, out, file } = run
  const { paths, workingFolder } = context
  const copy = async (stored: string) => (out === undefined ? stored : copyInto(resolve(workingFolder, out), stored))
  const results = await deliverResults(batch, services, { paths, copy })
  const images = results.map(({ id, mime, path }) => imageReport({ id, mime, path, seed_used: null }))
  const requests = await requestsOf(batch, run)
  const sum = batchCostOf(batch, requests)
  const total = batch.images.length + run.problems.length
  const lines = [
    ...images.map(({ path }) => path),
    messages.summary({ done: images.length, total, cost: formatCostSum(sum) }),
  ]
  const plan = reportedPlan(batch, estimateUsd, results, requests)
  const facts = { plan, images, cost: wholeUsd(sum), cost_estimate: estimateUsd }
  const problems = [...run.problems, ...problemsOf(batch)]
  const missing = total - images.length
  if (missing === 0) return { lines, problems, report: successReport(facts) }
  const error = context.signal.aborted
    ? new AppError('request/cancelled', messages.interrupted({ name: file }))
    : new AppError('provider/task-failed', messages.incomplete({ missing }))
  return { lines, problems: [...problems, error.message], report: failureReport(error, facts) }
}
