import { resolve } from 'node:path'
import type { Asset } from '../../shared/domain/asset.ts'
import type { Seed } from '../../shared/domain/seed.ts'
import { toErrorData, type ErrorCode } from '../../shared/errors/index.ts'
import type { LedgerRow } from '../ledger/index.ts'
import type { DescribedImage } from './format-asset.ts'
import { reportedEdit, type ReportedEdit } from './describe-edit.ts'

/** The output of `--json`, for every command and outcome; one each where several models were used. */
export interface Report {
  readonly success: boolean
  readonly images: readonly ReportedImage[]
  readonly provider: string | null
  readonly model: string | null
  readonly timing_ms: number | null
  /** USD: the estimate, and the cost reported by the service; null = unknown. */
  readonly cost_estimate: number | null
  readonly cost: number | null
  /** Tokens, credits or seconds in the vendor's unit. */
  readonly usage: Readonly<Record<string, number>>
  readonly changed_inside: number | null
  readonly changed_outside: number | null
  readonly error: string | null
  readonly error_code: ErrorCode | null
  /** Requested things that could not be done. */
  readonly warnings: readonly { code: string; message: string }[]
  /** `done`, `refused`, `failed`, `timed out`, `expired`, `cancelled before sending`, `cancelled after sending`. */
  readonly outcome?: string
  /** `yes`, `no` or `unknown`. */
  readonly billed?: string | null
  readonly request_id?: string | null
  /** Earlier attempts, and why each failed. */
  readonly attempts?: readonly { provider: string; model: string; error: string; error_code: string }[]
  /** `compile-prompt` only, as are the next three. */
  readonly prompt?: string
  /** null where the model has no such field: then it is part of the prompt. */
  readonly negative_prompt?: string | null
  readonly dialect?: string
  readonly notes?: readonly string[]
  /** `embed` only. */
  readonly embeddings?: readonly ReportedEmbedding[]
  /** `select --words` only: what the detector found, the selected one first. */
  readonly found?: readonly ReportedObject[]
  /** `describe` only. */
  readonly descriptions?: readonly ReportedImageDescription[]
  /** `describe --all` only. */
  readonly described?: { readonly described: number; readonly failed: number }
  /** `embed --all` only. */
  readonly indexed?: { readonly embedded: number; readonly failed: number; readonly total: number }
  /** `import` only. */
  readonly imported?: ImportCounts
  /** `queue list` only. */
  readonly queue?: readonly ReportedCall[]
  /** `queue cancel` only: calls that have ended, and those that will end when the window is next open. */
  readonly cancelled?: readonly string[]
  readonly marked?: readonly string[]
  /** `providers` only. */
  readonly providers?: readonly object[]
  /** `models list` only. */
  readonly local_models?: ReportedModels
  /** `models catalog` and `models search` only. */
  readonly offered_models?: readonly object[]
  /** `models download` and `models add` only. */
  readonly download?: object
  /** `models remove` only. */
  readonly removed_model?: object
  /** `engine` only. */
  readonly engine?: { readonly path: string; readonly version: string; readonly devices: readonly object[] } | null
  /** `engine list` only: the library in use, even if it is a custom build; null = none chosen. */
  readonly engine_path?: string | null
  /** `engine list`, `install` and `remove` only. */
  readonly engines?: readonly object[]
  readonly release?: { readonly tag: string; readonly reason: string; readonly builds: readonly object[] }
  /** `engine test --thorough` only. */
  readonly trials?: readonly { name: string; ms: number; note: string }[]
  /** `models` only. */
  readonly model_folders?: readonly string[]
  /** `ledger` only. */
  readonly ledger?: readonly LedgerRow[]
  /** `verify` only. */
  readonly verified?: ReportedCheck
  /** `show` only. */
  readonly shown?: ReportedDescription
  /** `sheet` and `gallery` only. */
  readonly pages?: ReportedPages
  /** `models convert` only: the possible conversions, or what was written. */
  readonly conversions?: { readonly id: string; readonly bytes: number; readonly choices: readonly object[] }
  readonly converted_model?: {
    readonly id: string
    readonly precision: string
    readonly path: string
    readonly bytes: number
  }
  /** `backup` and `restore` only. */
  readonly backup?: ReportedBackup
  /** `recipe` only: a tool call, and where it comes from. */
  readonly recipe?: object
  /** `run` only: what the tool returned, and what the recipe could not repeat. */
  readonly output?: object
  readonly differences?: readonly object[]
  /** `batch` only: counts, cost and a result for each job. */
  readonly batch?: object
  /** `watch` only. */
  readonly watched?: object
  /** `completion` only. */
  readonly script?: string
  /** `config` only. */
  readonly configuration?: object
  /** `keys list` only. */
  readonly keys?: readonly { id: string; source: string | null; ending: string | null }[]
}

export interface ReportedObject {
  /** x, y, width and height in image pixels. */
  readonly box: readonly [number, number, number, number]
  /** From 0 to 1. */
  readonly score: number
}

export interface ReportedModels {
  readonly models: readonly object[]
  /** Neither models nor parts of them: LoRAs, ControlNets, upscalers. */
  readonly others: readonly object[]
  /** Models for local vision. */
  readonly vision: readonly { id: string; name: string; task: string }[]
  readonly refused: readonly { path: string; error: string; error_code: string }[]
}

export interface ReportedPages {
  readonly paths: readonly string[]
  /** Images missing from the pages. */
  readonly left_out: readonly { id: string; name: string }[]
  /** Characters of a contact sheet's title and captions that no installed font has. */
  readonly missing_characters: readonly string[]
}

/** Problems with the library's files. */
export interface ReportedCheck {
  readonly files: number
  readonly bytes: number
  readonly database_sound: boolean
  /** Number of masks and responses missing beside their images. */
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

/** A unit vector; only vectors of the same model can be compared. */
export interface ReportedEmbedding {
  /** The image or text, as given. */
  readonly of: string
  readonly model: string
  readonly dimension: number
  readonly vector: readonly number[]
}

/** Parts that were not asked for are absent. */
export interface ReportedImageDescription {
  /** The image, as given. */
  readonly of: string
  readonly model: string
  readonly caption?: string
  readonly description?: string
  readonly tags?: readonly string[]
}

/** File counts by outcome. `passed_over`: files in folders whose names are not image names. */
export interface ImportCounts {
  readonly added: number
  readonly already_there: number
  readonly failed: number
  readonly passed_over: number
  readonly not_tried: number
}

/** A call that waits or runs. */
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
  /** Why it is not progressing. */
  readonly note: string | null
}

export interface ReportedImage {
  readonly id: string | null
  readonly mime: string
  readonly path: string
  readonly url: string | null
  readonly b64: string | null
  readonly seed_used: Seed | null
  readonly revised_prompt: string | null
  /** The program whose metadata was found in the image's file (`a1111`, `comfyui`, …); null = none. */
  readonly dialect: string | null
  /** For a masked edit: what was sent, and the outcome. */
  readonly edit: ReportedEdit | null
}

/** Additional facts about an image in `list` and `search`, for scripts to select by. */
export interface ListedImage extends ReportedImage {
  readonly name: string
  readonly prompt: string | null
  readonly provider: string | null
  readonly model: string | null
  /** A string of digits where a JSON number would lose precision. */
  readonly seed: Seed | null
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** 0 to 5 stars. */
  readonly rating: number
  /** Cosine of the angle to what was searched for, 1 = the same; `search --like` and `--looks` only. */
  readonly likeness?: number
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

/** Returns a library image in report form. */
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

/** What `show` prints: other programs read its field `marks`. */
export type ReportedDescription = Omit<DescribedImage, 'asset'> & {
  readonly asset: Omit<Asset, 'annotations'> & { readonly marks: Asset['annotations'] }
}

export function reportedDescription({ asset, ...rest }: DescribedImage): ReportedDescription {
  const { annotations, ...facts } = asset
  return { ...rest, asset: { ...facts, marks: annotations } }
}

export function listedImage(asset: Asset, libraryFolder: string): ListedImage {
  const { name, widthPx, heightPx, fileBytes, createdAtMs, recipe, annotations } = asset
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
    rating: annotations.rating,
    created_at: new Date(createdAtMs).toISOString(),
  }
}

type ImageFacts = Pick<ReportedImage, 'id' | 'mime' | 'path' | 'seed_used'> &
  Partial<Pick<ReportedImage, 'edit' | 'dialect'>>

export function imageReport(facts: ImageFacts): ReportedImage {
  return { url: null, b64: null, revised_prompt: null, dialect: null, edit: null, ...facts }
}

/** Warnings for what a file format could not hold. */
export function toWarnings(notes: readonly string[]): Report['warnings'] {
  return notes.map((message) => ({ code: 'export', message }))
}

export function messagesOf(warnings: Report['warnings']): string[] {
  return warnings.map(({ message }) => message)
}
