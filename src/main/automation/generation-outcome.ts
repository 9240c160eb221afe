import { constants } from 'node:fs'
import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Asset } from '../../shared/domain/asset.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import { AppError, fromErrorData, toFileError } from '../../shared/errors/index.ts'
import type { CommandContext, CommandOutcome, ProgramServices } from './command.ts'
import { proofOf, reportedEdit } from './describe-edit.ts'
import { failureReport, successReport, type Report } from './report.ts'

export interface Told {
  readonly services: ProgramServices
  readonly context: CommandContext
  readonly folder: string | undefined
  readonly delivery: 'filepath' | 'b64' | 'url'
}

/** Of one model. */
export interface GenerationOutcome extends CommandOutcome {
  readonly report: Report
}

/** The pictures where the person wants them, what they cost, and the proof of what changed. */
export async function toOutcome(jobs: readonly JobSnapshot[], told: Told): Promise<GenerationOutcome> {
  const { services, context, folder, delivery } = told
  const images: Report['images'][number][] = []
  const lines: string[] = []
  for (const { resultId } of jobs) {
    if (resultId === null) continue
    const asset = await services.assets.records.require(resultId)
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
      dialect: asset.dialect ?? null,
      edit: reportedEdit(asset),
    })
    const proof = proofOf(asset)
    lines.push(path, ...(proof === null ? [] : [`  ${proof}`]))
  }
  const facts = await factsOf(jobs, images, services)
  const bad = jobs.find((job) => job.state !== 'done')
  return {
    lines: [...lines, summaryOf(jobs, facts)],
    problems: [...new Set([...jobs.flatMap(warningsOf), ...jobs.flatMap(problemOf)])],
    report: bad === undefined ? successReport(facts) : failureReport(errorOf(bad), facts),
  }
}

async function factsOf(jobs: readonly JobSnapshot[], images: Report['images'], { assets }: ProgramServices) {
  const [first] = jobs
  const done = jobs.filter((job) => job.resultId !== null)
  const costs = done.map(({ costUsd }) => costUsd)
  const asset = done[0]?.resultId ? await assets.records.require(done[0].resultId) : null
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
  if (bad.phase === 'stopping') return 'canceled, still running'
  if (bad.state === 'cancelled') return bad.wasSent ? 'cancelled after sending' : 'cancelled before sending'
  if (bad.error?.code === 'network/timeout') return 'timed out'
  return bad.error?.code === 'provider/task-expired' ? 'expired' : bad.state
}

function summaryOf(jobs: readonly JobSnapshot[], facts: Awaited<ReturnType<typeof factsOf>>): string {
  const made = jobs.filter((job) => job.state === 'done').length
  const cost = facts.cost ?? facts.cost_estimate
  const price = cost === null ? 'price unknown' : `${facts.cost === null ? 'about ' : ''}$${cost.toFixed(3)}`
  const seconds = (facts.timing_ms / 1000).toFixed(1)
  return `${made} of ${jobs.length} · ${facts.provider} · ${facts.model} · ${price} · ${seconds} s`
}

const warningsOf = ({ warnings }: JobSnapshot) => warnings.map(({ message }) => message)

function problemOf(job: JobSnapshot): string[] {
  return job.state === 'done' ? [] : [errorOf(job).message]
}

const stoppingMessage =
  'Canceled, but the server cannot be interrupted: it is still working on this image, and draws the next one after it. To stop it now, restart the server.'

const billedWords = { yes: 'It was billed.', no: 'Nothing was billed.', unknown: 'This may have been billed.' } as const

function errorOf({ state, phase, error, refusal, wasSent, isBilled }: JobSnapshot): AppError {
  if (error !== null) return fromErrorData(error)
  if (phase === 'stopping') return new AppError('request/cancelled', stoppingMessage)
  if (state === 'refused') {
    const words = `The service refused: “${refusal?.words ?? ''}” ${billedWords[isBilled]}`
    return new AppError('provider/task-failed', words, { detail: { refused: refusal?.what ?? 'prompt' } })
  }
  const when = wasSent ? `Canceled after it was sent. ${billedWords[isBilled]}` : 'Canceled before anything was sent.'
  return new AppError('request/cancelled', when)
}

interface Delivery {
  readonly services: Pick<ProgramServices, 'assets'>
  readonly context: Pick<CommandContext, 'paths' | 'workingFolder'>
  /** Where a copy goes; absent = the picture stays in the library only. */
  readonly folder: string | undefined
  /** Whether its bytes are asked for too. */
  readonly isWanted: boolean
}

const sameNamesMax = 10_000

/** The picture where the person wants it. Its bytes are copied as they are; a file that is there is never replaced. */
async function deliverPicture(
  asset: Asset,
  { context, folder, isWanted }: Delivery,
): Promise<{ path: string; mime: string; bytes: Buffer | null }> {
  const own = resolve(context.paths.library, asset.relativePath)
  const path = folder === undefined ? own : await copyInto(resolve(context.workingFolder, folder), own)
  return { path, mime: asset.mime, bytes: isWanted ? await readFile(own) : null }
}

async function copyInto(folder: string, file: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true })
    const extension = extname(file)
    const name = basename(file, extension)
    for (let number = 1; number <= sameNamesMax; number++) {
      const path = join(folder, number === 1 ? name + extension : `${name} ${number}${extension}`)
      if (await copyFresh(file, path)) return path
    }
  } catch (thrown) {
    throw toFileError(thrown, `copy the image to ${folder} (it is in the library as ${file})`)
  }
  throw new AppError('storage/exists', `There are too many files named like ${basename(file)} in ${folder}.`)
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
