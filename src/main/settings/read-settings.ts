import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { capsSchema, type Caps } from '../../shared/domain/ledger.ts'
import { settingsSchema, type Settings } from '../../shared/domain/settings.ts'
import { workflowPathOf } from '../../shared/domain/provider.ts'
import { AppError, toErrorData, toFileError, type ErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/configuration.ts'
import { joinSentences } from '../../shared/messages/formats.ts'
import { checkValue } from '../../shared/util/check-value.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'

export interface ReadResult {
  readonly settings: Settings
  /** The file's raw text; null = there is no file. */
  readonly text: string | null
  /** What could not be read, as a user message; null = everything was read. */
  readonly notice: ErrorData | null
}

/** Maximum number of copies; after that, the last one is replaced. */
const copiesMax = 20

/**
 * A missing file gives the defaults. A damaged file is copied, and its valid fields are used. Unreadable spending
 * limits never mean "no limit": `capsProblem` blocks paid requests until they are set again.
 */
export async function readSettings(path: string): Promise<ReadResult> {
  const text = await readIfThere(path)
  if (text === null) return { settings: settingsSchema.parse({}), text, notice: null }
  const json = upgradeWorkflowFiles(parseJson(text))
  const parsed = checkValue(settingsSchema, json)
  if (parsed.success && hadTeamLimit(json)) return withoutTeamLimit(parsed.data, text)
  if (parsed.success) return { settings: parsed.data, text, notice: limitsNotice(parsed.data, path) }
  const copy = await keepCopy(path, text)
  const invalid = isObject(json) ? parsed.error.issues.map((issue) => issue.path.join('.')) : null
  const settings = {
    ...takeValidFields(json),
    ...((areLimitsUnread(invalid) || hadTeamLimit(json)) && unreadLimits(json, copy)),
  }
  return { settings, text, notice: damagedNotice(settings, { path, copy, invalid }) }
}

/** Earlier versions stored a chosen workflow only as the name of its model. */
function upgradeWorkflowFiles(found: unknown): unknown {
  const earlier = checkValue(earlierSchema, found)
  if (!earlier.success) return found
  const paths = earlier.data.providers.comfyui.addedModels.map((model) => workflowPathOf(model))
  return { ...earlier.data, workflowFiles: paths.filter((path) => path !== null) }
}

const earlierSchema = z.looseObject({
  workflowFiles: z.undefined().optional(),
  providers: z.looseObject({ comfyui: z.looseObject({ addedModels: z.array(z.string()) }) }),
})

/** Earlier versions counted toward a limit that several computers shared. */
function hadTeamLimit(found: unknown): boolean {
  return z.looseObject({ team: z.looseObject({ folder: z.string() }) }).safeParse(found).success
}

/** A limit that is gone never means "no limit": as with unreadable ones, limits must be set again. */
function withoutTeamLimit(settings: Settings, text: string): ReadResult {
  const notice = new AppError('money/limits-unreadable', messages.teamLimitGone)
  return {
    settings: { ...settings, capsProblem: settings.capsProblem ?? { copy: null } },
    text,
    notice: toErrorData(notice),
  }
}

function takeValidFields(json: unknown): Settings {
  const fields = isObject(json) ? Object.entries(json) : []
  const valid = fields.filter(([field, value]) => settingsSchema.safeParse({ [field]: value }).success)
  return settingsSchema.parse(Object.fromEntries(valid))
}

/** If no field can be made out, there may have been limits. */
function areLimitsUnread(invalid: readonly string[] | null): boolean {
  return invalid === null || invalid.some((field) => /^caps(Problem)?(\.|$)/.test(field))
}

/** The readable part of the limits pre-fills the form for setting them again. */
function unreadLimits(json: unknown, copy: string | null): Pick<Settings, 'caps' | 'capsProblem'> {
  const caps = isObject(json) && isObject(json['caps']) ? json['caps'] : {}
  const { perRunUsd, perDayUsd, perMonthUsd, onOver } = capsSchema.shape
  const readable: Caps = {
    perRunUsd: perRunUsd.safeParse(caps['perRunUsd']).data ?? null,
    perDayUsd: perDayUsd.safeParse(caps['perDayUsd']).data ?? null,
    perMonthUsd: perMonthUsd.safeParse(caps['perMonthUsd']).data ?? null,
    onOver: onOver.safeParse(caps['onOver']).data ?? 'stop',
  }
  return { caps: readable, capsProblem: { copy } }
}

interface Damage {
  readonly path: string
  readonly copy: string | null
  /** Field names as in the file; null = the whole file. */
  readonly invalid: readonly string[] | null
}

function damagedNotice(settings: Settings, { path, copy, invalid }: Damage): ErrorData {
  const problem =
    invalid === null
      ? messages.notJson({ path })
      : messages.settingsReset({ names: [...new Set(invalid)].toSorted().join(', ') })
  const message = copy === null ? problem : messages.withCopy({ text: problem, copy })
  if (settings.capsProblem === null) return toErrorData(new AppError('storage/corrupt', message))
  const remedy = messages.correctLimits({ path })
  return toErrorData(new AppError('money/limits-unreadable', joinSentences(message, remedy)))
}

/** Saving other settings meanwhile makes the file valid, but the limits are still not set. */
function limitsNotice({ capsProblem }: Settings, path: string): ErrorData | null {
  if (capsProblem === null) return null
  const { copy } = capsProblem
  const message =
    copy === null ? messages.limitsUnreadable({ path }) : messages.limitsUnreadableWithCopy({ path, copy })
  return toErrorData(new AppError('money/limits-unreadable', message))
}

/**
 * Returns the copy's path; null if it cannot be written, as the program must still open. A different earlier copy is
 * not replaced.
 */
async function keepCopy(path: string, text: string): Promise<string | null> {
  try {
    for (let number = 1; ; number++) {
      const copy = `${path}.damaged${number === 1 ? '' : `-${number}`}`
      const earlier = await readIfThere(copy)
      if (earlier === text) return copy
      if (earlier !== null && number < copiesMax) continue
      await writeFileAtomic(copy, text)
      return copy
    }
  } catch {
    return null
  }
}

interface ChangedFile {
  readonly text: string
  /** null = it is not valid. */
  readonly settings: Settings | null
}

/** Returns the file's current content if it differs from `known`; null = nothing new. */
export async function readChanged(path: string, known: string | null): Promise<ChangedFile | null> {
  const text = await readIfThere(path)
  if (text === null || text === known) return null
  return { text, settings: settingsSchema.safeParse(parseJson(text)).data ?? null }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (thrown) {
    const error = toFileError(thrown, messages.cannotReadSettings({ path }))
    if (error.code === 'storage/not-found') return null
    throw error
  }
}

/** Undefined if it is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
