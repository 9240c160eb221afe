import { resolve } from 'node:path'
import type { Asset } from '../../shared/domain/asset.ts'
import type { Seed } from '../../shared/domain/seed.ts'
import { toErrorData } from '../../shared/errors/index.ts'
import type { LedgerRow } from '../ledger/index.ts'
import type { DescribedPicture } from './format-asset.ts'
import { reportedEdit, type ReportedEdit } from './describe-edit.ts'

/** What `--json` prints, whatever the command and however it ended; where several models were asked, one for each. */
export interface Report {
  readonly success: boolean
  readonly images: readonly ReportedImage[]
  readonly provider: string | null
  readonly model: string | null
  readonly timing_ms: number | null
  /** USD: what was expected, and what the service said it did cost; null = not told. */
  readonly cost_estimate: number | null
  readonly cost: number | null
  /** Tokens, credits or seconds in the vendor's unit. */
  readonly usage: Readonly<Record<string, number>>
  readonly changed_inside: number | null
  readonly changed_outside: number | null
  readonly error: string | null
  readonly error_code: string | null
  /** What could not be done as asked. */
  readonly warnings: readonly { code: string; message: string }[]
  /** `done`, `refused`, `failed`, `timed out`, `expired`, `cancelled before sending`, `cancelled after sending`. */
  readonly outcome?: string
  /** `yes`, `no` or `unknown`. */
  readonly billed?: string | null
  readonly request_id?: string | null
  /** Who was asked before, and why each did not do it. */
  readonly attempts?: readonly { provider: string; model: string; error: string; error_code: string }[]
  /** Only `compile-prompt` has these four. */
  readonly prompt?: string
  /** null where the model has no field for it: then it is in the prompt. */
  readonly negative_prompt?: string | null
  readonly dialect?: string
  readonly notes?: readonly string[]
  /** Only `import` has it. */
  readonly imported?: ImportCounts
  /** Only `queue list` has it. */
  readonly queue?: readonly ReportedCall[]
  /** Only `queue cancel` has them: calls that have ended, and those that end when the window is next open. */
  readonly cancelled?: readonly string[]
  readonly marked?: readonly string[]
  /** Only `providers` has them. */
  readonly providers?: readonly object[]
  /** Only `models list` has it. */
  readonly local_models?: ReportedModels
  /** Only `models catalog` and `models search` have them. */
  readonly offered_models?: readonly object[]
  /** Only `models download` and `models add` have it. */
  readonly download?: object
  /** Only `models remove` has it. */
  readonly removed_model?: object
  /** Only `engine` has it. */
  readonly engine?: { readonly path: string; readonly version: string; readonly devices: readonly object[] } | null
  /** Only `engine list` has it: the library in use, also where it is a build of one’s own; null = none was chosen. */
  readonly engine_path?: string | null
  /** Only `engine list`, `install` and `remove` have them. */
  readonly engines?: readonly object[]
  readonly release?: { readonly tag: string; readonly reason: string; readonly builds: readonly object[] }
  /** Only `engine test --thorough` has them. */
  readonly trials?: readonly { name: string; ms: number; note: string }[]
  /** Only `models` has them. */
  readonly model_folders?: readonly string[]
  /** Only `ledger` has them. */
  readonly ledger?: readonly LedgerRow[]
  /** Only `verify` has it. */
  readonly verified?: ReportedCheck
  /** Only `show` has it. */
  readonly shown?: DescribedPicture
  /** Only `sheet` and `gallery` have it. */
  readonly pages?: ReportedPages
  /** Only `models convert` has them: what can be, or what was written. */
  readonly conversions?: { readonly id: string; readonly bytes: number; readonly choices: readonly object[] }
  readonly converted_model?: {
    readonly id: string
    readonly precision: string
    readonly path: string
    readonly bytes: number
  }
  /** Only `backup` and `restore` have it. */
  readonly backup?: ReportedBackup
  /** Only `keys list` has them. */
  readonly keys?: readonly { id: string; source: string | null; ending: string | null }[]
}

export interface ReportedModels {
  readonly models: readonly object[]
  /** What is neither a model nor a part of one: LoRAs, ControlNets, upscalers. */
  readonly others: readonly object[]
  readonly refused: readonly { path: string; error: string; error_code: string }[]
}

export interface ReportedPages {
  readonly paths: readonly string[]
  /** Images that are not in it. */
  readonly left_out: readonly { id: string; name: string }[]
  /** Of a contact sheet's title and captions, what no installed font has. */
  readonly missing_characters: readonly string[]
}

/** What is wrong with the library's files. */
export interface ReportedCheck {
  readonly files: number
  readonly bytes: number
  readonly database_sound: boolean
  /** Masks and answers that are not beside their pictures any more. */
  readonly lost_companions: number
  readonly problems: readonly { id: string; path: string; is: string }[]
}

export interface ReportedBackup {
  readonly path: string
  readonly bytes: number
  /** null where it was only written. */
  readonly pictures: number | null
  readonly files: number | null
  readonly created_at: string | null
}

/** Files by what became of them. `passed_over`: those of folders that are no pictures by their names. */
export interface ImportCounts {
  readonly added: number
  readonly already_there: number
  readonly failed: number
  readonly passed_over: number
  readonly not_tried: number
}

/** One call that waits or runs. */
export interface ReportedCall {
  readonly id: string
  readonly job_ids: readonly string[]
  readonly state: 'waiting' | 'running'
  readonly provider: string
  readonly model: string | null
  readonly prompt: string | null
  readonly pictures: number
  readonly progress: number | null
  readonly estimate_usd: number | null
  readonly created_at: string
  /** Why it does not go on. */
  readonly note: string | null
}

export interface ReportedImage {
  readonly id: string
  readonly mime: string
  readonly path: string
  readonly url: string | null
  readonly b64: string | null
  readonly seed_used: Seed | null
  readonly revised_prompt: string | null
  /** Whose account of the picture was found in its file (`a1111`, `comfyui`, …); null = nobody's. */
  readonly dialect: string | null
  /** Of a masked edit: what was sent, and what became of it. */
  readonly edit: ReportedEdit | null
}

/** What `list` and `search` say of an image beyond that: what a script picks by. */
export interface ListedImage extends ReportedImage {
  readonly name: string
  readonly prompt: string | null
  readonly provider: string | null
  readonly model: string | null
  /** A string of digits where a JSON number would lose some. */
  readonly seed: Seed | null
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** 0 to 5 stars. */
  readonly rating: number
  /** ISO 8601, UTC. */
  readonly created_at: string
}

const blank: Report = {
  success: true,
  images: [],
  provider: null,
  model: null,
  timing_ms: null,
  cost_estimate: null,
  cost: null,
  usage: {},
  warnings: [],
  changed_inside: null,
  changed_outside: null,
  error: null,
  error_code: null,
}

export function successReport(facts: Partial<Report>): Report {
  return { ...blank, ...facts }
}

export function failureReport(thrown: unknown, facts: Partial<Report> = {}): Report {
  const { code, message } = toErrorData(thrown)
  return { ...blank, ...facts, success: false, error: message, error_code: code }
}

/** A picture of the library as the report names it. */
export function reportedImage(asset: Asset, libraryFolder: string): Report['images'][number] {
  const path = resolve(libraryFolder, asset.relativePath)
  return imageReport({
    id: asset.id,
    mime: asset.mime,
    path,
    seed_used: asset.recipe.seed,
    dialect: asset.dialect ?? null,
    edit: reportedEdit(asset),
  })
}

export function listedImage(asset: Asset, libraryFolder: string): ListedImage {
  const { name, widthPx, heightPx, fileBytes, createdAtMs, recipe, marks } = asset
  return {
    ...reportedImage(asset, libraryFolder),
    name,
    prompt: recipe.prompt,
    provider: recipe.provider,
    model: recipe.model,
    seed: recipe.seed,
    width: widthPx,
    height: heightPx,
    bytes: fileBytes,
    rating: marks.rating,
    created_at: new Date(createdAtMs).toISOString(),
  }
}

type ImageFacts = Pick<ReportedImage, 'id' | 'mime' | 'path' | 'seed_used'> &
  Partial<Pick<ReportedImage, 'edit' | 'dialect'>>

export function imageReport(facts: ImageFacts): ReportedImage {
  return { url: null, b64: null, revised_prompt: null, dialect: null, edit: null, ...facts }
}

/** What a file could not hold. */
export function toWarnings(notes: readonly string[]): Report['warnings'] {
  return notes.map((message) => ({ code: 'export', message }))
}

export function messagesOf(warnings: Report['warnings']): string[] {
  return warnings.map(({ message }) => message)
}
