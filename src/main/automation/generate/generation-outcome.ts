import { constants } from 'node:fs'
import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { AppError, fromErrorData, toErrorData, toFileError } from '../../../shared/errors/index.ts'
import { billed, maybeBilled, notBilled } from '../../../shared/messages/en/jobs.ts'
import * as messages from '../../../shared/messages/en/cli-generate.ts'
import { sumCosts, wholeUsd } from '../../../shared/util/sum-costs.ts'
import { isTemplate } from '../../../shared/prompting/index.ts'
import type { CommandContext, CommandOutcome, ProgramServices } from '../program/command.ts'
import { proofOf, reportedEdit } from '../edit/describe-edit.ts'
import { howToMend } from '../how-to-mend.ts'
import { failureReport, successReport } from '../report.ts'
import type { Report } from '../report-schema.ts'
import { originalPath } from '../../platform/original-path.ts'

export interface RunContext {
  readonly services: ProgramServices
  readonly context: Pick<CommandContext, 'paths' | 'workingFolder' | 'signal'>
  readonly folder: string | undefined
  readonly delivery: 'filepath' | 'b64' | 'url'
}

/** The outcome for one model. */
export interface GenerationOutcome extends CommandOutcome {
  readonly report: Report
}

/** Returns the delivered images, their cost, and the proof of what changed. */
export async function toOutcome(jobs: readonly JobSnapshot[], run: RunContext): Promise<GenerationOutcome> {
  const { services } = run
  const images: Report['images'][number][] = []
  const lines: string[] = []
  for (const { resultId } of jobs) {
    if (resultId === null) continue
    const asset = await services.assets.records.require(resultId)
    const image = await deliverAsset(asset, run)
    images.push(image)
    const proof = proofOf(asset)
    lines.push(image.path, ...(proof === null ? [] : [`  ${proof}`]))
  }
  const facts = await factsOf(jobs, images, services)
  const notDone = jobs.find((job) => job.state !== 'done')
  return {
    lines: [...lines, summaryOf(jobs, facts)],
    problems: [...new Set([...jobs.flatMap(warningsOf).map(({ message }) => message), ...jobs.flatMap(problemOf)])],
    report: notDone === undefined ? successReport(facts) : failureReport(errorOf(notDone), facts),
  }
}

/** Copies a result to its folder, if there is one, and reports it in the form that is asked for. @throws storage/* */
export async function deliverAsset(
  asset: Asset,
  { context, folder, delivery }: Omit<RunContext, 'services'>,
): Promise<Report['images'][number]> {
  const { path, mime, bytes } = await deliverImage(asset, { context, folder, isWanted: delivery === 'b64' })
  return {
    id: asset.id,
    mime,
    path,
    url: delivery === 'url' ? pathToFileURL(path).href : null,
    b64: bytes?.toString('base64') ?? null,
    seed_used: asset.recipe.seed,
    revised_prompt: asset.recipe.generation?.revisedPrompt ?? null,
    dialect: asset.dialect ?? null,
    edit: reportedEdit(asset),
  }
}

async function factsOf(jobs: readonly JobSnapshot[], images: Report['images'], { assets }: ProgramServices) {
  const [first] = jobs
  const done = jobs.filter((job) => job.resultId !== null)
  const paid = jobs.filter(({ resultId, isBilled }) => resultId !== null || isBilled !== 'no')
  const asset = done[0]?.resultId ? await assets.records.require(done[0].resultId) : null
  return {
    images,
    provider: first?.provider ?? null,
    model: first?.model ?? null,
    timing_ms: Math.max(0, ...jobs.map(({ timingMs }) => timingMs ?? 0)),
    cost_estimate: sumOf(jobs.map(({ estimateUsd }) => estimateUsd)),
    cost: sumOf(paid.map(({ costUsd }) => costUsd)),
    usage: asset?.recipe.generation?.usage ?? {},
    changed_inside: asset?.recipe.changedInside ?? null,
    changed_outside: asset?.recipe.changedOutside ?? null,
    warnings: first === undefined ? [] : warningsOf(first),
    outcome: outcomeOf(jobs),
    billed: billedOf(jobs),
    request_id: first?.requestId ?? null,
    attempts: (first?.attempts ?? []).map(({ ref, error }) => ({
      ...ref,
      error: error.message,
      error_code: error.code,
    })),
  } satisfies Partial<Report>
}

/** null if any part is unknown. */
function sumOf(parts: readonly (number | null)[]): number | null {
  return parts.length === 0 ? null : wholeUsd(sumCosts(parts))
}

/** In doubt where any is. */
function billedOf(jobs: readonly JobSnapshot[]): JobSnapshot['isBilled'] | null {
  const answers = jobs.map(({ isBilled }) => isBilled)
  return (['unknown', 'yes', 'no'] as const).find((answer) => answers.includes(answer)) ?? null
}

function outcomeOf(jobs: readonly JobSnapshot[]): string {
  const notDone = jobs.find((job) => job.state !== 'done')
  if (notDone === undefined) return 'done'
  if (notDone.phase === 'stopping') return 'canceled, still running'
  if (notDone.state === 'cancelled') return notDone.wasSent ? 'cancelled after sending' : 'cancelled before sending'
  if (notDone.error?.code === 'network/timeout') return 'timed out'
  return notDone.error?.code === 'provider/task-expired' ? 'expired' : notDone.state
}

function summaryOf(jobs: readonly JobSnapshot[], facts: Awaited<ReturnType<typeof factsOf>>): string {
  const doneCount = jobs.filter((job) => job.state === 'done').length
  const cost = facts.cost ?? facts.cost_estimate
  const price = cost === null ? messages.unpriced : `$${cost.toFixed(3)}`
  const seconds = (facts.timing_ms / 1000).toFixed(1)
  return messages.madeOf({
    made: doneCount,
    total: jobs.length,
    provider: String(facts.provider),
    model: String(facts.model),
    price: cost !== null && facts.cost === null ? messages.aboutPrice({ price }) : price,
    seconds,
  })
}

/** The Studio draws from choices and lists before it sends a prompt; here, nothing is sent that is not written. */
export function warningsOf({ warnings, prompt }: Pick<JobSnapshot, 'warnings' | 'prompt'>): Report['warnings'] {
  const isSentAsText = prompt !== null && isTemplate(prompt)
  return [
    ...warnings.map(({ code, message }) => ({ code, message })),
    ...(isSentAsText ? [{ code: 'sent-as-text', message: messages.sentAsText }] : []),
  ]
}

function problemOf(job: JobSnapshot): string[] {
  if (job.state === 'done') return []
  const { code, message, detail } = toErrorData(errorOf(job))
  const hint = howToMend({ code, detail })
  return hint === null ? [message] : [message, hint]
}

const billings = { yes: billed, no: notBilled, unknown: maybeBilled } as const

function errorOf({ state, phase, error, refusal, wasSent, isBilled }: JobSnapshot): AppError {
  if (error !== null) return fromErrorData(error)
  if (phase === 'stopping') return new AppError('request/cancelled', messages.stopping)
  if (state === 'refused') {
    const message = messages.refused({ reason: refusal?.words ?? '', billing: billings[isBilled] })
    return new AppError('provider/task-failed', message, { detail: { refused: refusal?.what ?? 'prompt' } })
  }
  return new AppError(
    'request/cancelled',
    wasSent ? messages.canceledAfterSending({ billing: billings[isBilled] }) : messages.canceledBeforeSending,
  )
}

interface Delivery {
  readonly context: Pick<CommandContext, 'paths' | 'workingFolder'>
  /** Folder for a copy; absent = the image stays in the library only. */
  readonly folder: string | undefined
  /** Whether a file is requested too. */
  readonly isWanted: boolean
}

const sameNamesMax = 10_000

/** Copies the image's bytes unchanged to the requested location; never overwrites an existing file. */
async function deliverImage(
  asset: Asset,
  { context, folder, isWanted }: Delivery,
): Promise<{ path: string; mime: string; bytes: Buffer | null }> {
  const libraryPath = originalPath(context.paths, asset)
  const path = folder === undefined ? libraryPath : await copyInto(resolve(context.workingFolder, folder), libraryPath)
  return { path, mime: asset.mime, bytes: isWanted ? await readFile(libraryPath) : null }
}

/** Copies a file under its name, or with a number added: nothing is overwritten. @throws storage/* */
export async function copyInto(folder: string, file: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true })
    const extension = extname(file)
    const name = basename(file, extension)
    for (let number = 1; number <= sameNamesMax; number++) {
      const path = join(folder, number === 1 ? name + extension : `${name} ${number}${extension}`)
      if (await copyFresh(file, path)) return path
    }
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotCopyImage({ folder, file }))
  }
  throw new AppError('storage/exists', messages.sameNames({ file: basename(file), folder }))
}

async function copyFresh(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL)
    return true
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false
    throw thrown
  }
}
