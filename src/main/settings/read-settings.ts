import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { capsSchema, type Caps } from '../../shared/domain/ledger.ts'
import { settingsSchema, type Settings } from '../../shared/domain/settings.ts'
import { workflowPathOf } from '../../shared/domain/workflow-model.ts'
import { AppError, toErrorData, toFileError, type ErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/configuration.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'

export interface ReadResult {
  readonly settings: Settings
  /** As the file is; null = there is none. */
  readonly text: string | null
  /** What could not be read, for people; null = everything was. */
  readonly notice: ErrorData | null
}

/** More copies than this are never kept: the last one is replaced. */
const copiesMax = 20

/**
 * A missing file gives the defaults. Of a damaged one a copy is kept and every field that is valid is used. Spending
 * limits that cannot be read are never taken for "no limit": `capsProblem` stops paid requests until they are set again.
 */
export async function readSettings(path: string): Promise<ReadResult> {
  const text = await readIfThere(path)
  if (text === null) return { settings: settingsSchema.parse({}), text, notice: null }
  const json = upgradeWorkflowFiles(parseJson(text))
  const parsed = settingsSchema.safeParse(json)
  if (parsed.success) return { settings: parsed.data, text, notice: limitsNotice(parsed.data, path) }
  const copy = await keepCopy(path, text)
  const invalid = isObject(json) ? parsed.error.issues.map((issue) => issue.path.join('.')) : null
  const settings = { ...takeValidFields(json), ...(areLimitsUnread(invalid) && unreadLimits(json, copy)) }
  return { settings, text, notice: damagedNotice(settings, { path, copy, invalid }) }
}

/** Earlier, a workflow that was picked was only named by the model that it became. */
function upgradeWorkflowFiles(found: unknown): unknown {
  const earlier = earlierSchema.safeParse(found)
  if (!earlier.success) return found
  const paths = earlier.data.providers.comfyui.addedModels.map((model) => workflowPathOf(model))
  return { ...earlier.data, workflowFiles: paths.filter((path) => path !== null) }
}

const earlierSchema = z.looseObject({
  workflowFiles: z.undefined().optional(),
  providers: z.looseObject({ comfyui: z.looseObject({ addedModels: z.array(z.string()) }) }),
})

function takeValidFields(json: unknown): Settings {
  const fields = isObject(json) ? Object.entries(json) : []
  const valid = fields.filter(([field, value]) => settingsSchema.safeParse({ [field]: value }).success)
  return settingsSchema.parse(Object.fromEntries(valid))
}

/** Where no field can be told from another, there may have been limits. */
function areLimitsUnread(invalid: readonly string[] | null): boolean {
  return invalid === null || invalid.some((field) => /^caps(Problem)?(\.|$)/.test(field))
}

/** What is readable of the limits fills in the form in which they are set again. */
function unreadLimits(json: unknown, copy: string | null): Pick<Settings, 'caps' | 'capsProblem'> {
  const caps = isObject(json) && isObject(json['caps']) ? json['caps'] : {}
  const { perRunUsd, perDayUsd, perMonthUsd, onOver } = capsSchema.shape
  const kept: Caps = {
    perRunUsd: perRunUsd.safeParse(caps['perRunUsd']).data ?? null,
    perDayUsd: perDayUsd.safeParse(caps['perDayUsd']).data ?? null,
    perMonthUsd: perMonthUsd.safeParse(caps['perMonthUsd']).data ?? null,
    onOver: onOver.safeParse(caps['onOver']).data ?? 'stop',
  }
  return { caps: kept, capsProblem: { copy } }
}

interface Damage {
  readonly path: string
  readonly copy: string | null
  /** Fields as they are named in the file; null = the file as a whole. */
  readonly invalid: readonly string[] | null
}

function damagedNotice(settings: Settings, { path, copy, invalid }: Damage): ErrorData {
  const what =
    invalid === null
      ? messages.notJson({ path })
      : messages.settingsReset({ names: [...new Set(invalid)].toSorted().join(', ') })
  const message = copy === null ? what : messages.withCopy({ text: what, copy })
  if (settings.capsProblem === null) return toErrorData(new AppError('storage/corrupt', message))
  const remedy = messages.correctLimits({ path })
  return toErrorData(new AppError('money/limits-unreadable', `${message} ${remedy}`))
}

/** The window saves its other settings meanwhile: then the file is valid, and the limits are still not set. */
function limitsNotice({ capsProblem }: Settings, path: string): ErrorData | null {
  if (capsProblem === null) return null
  const { copy } = capsProblem
  const message =
    copy === null ? messages.limitsUnreadable({ path }) : messages.limitsUnreadableWithCopy({ path, copy })
  return toErrorData(new AppError('money/limits-unreadable', message))
}

/** Its path; null where it cannot be written: the program still opens. An earlier copy that differs is not replaced. */
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

/** What is in the file now, if it differs from `known` and is whole; null = nothing new that counts. */
export async function readChanged(path: string, known: string | null): Promise<Settings | null> {
  const text = await readIfThere(path)
  if (text === null || text === known) return null
  return settingsSchema.safeParse(parseJson(text)).data ?? null
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (thrown) {
    const error = toFileError(thrown, messages.readSettings({ path }))
    if (error.code === 'storage/not-found') return null
    throw error
  }
}

/** Undefined where it is no JSON at all. */
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
