import type { CountedChanges } from './exports/count-changes.ts'
import type { ExportReport } from '../../shared/contract/index.ts'
import type { CredentialsCheck } from '../../shared/domain/credentials-check.ts'
import type { ExportOptions, StoredExportPreset } from '../../shared/domain/export-options.ts'
import type { SheetOptions, WebGalleryOptions } from '../../shared/domain/export-pages.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { ProgressOptions } from './assets.ts'

export interface ExportRun {
  readonly ids: readonly AssetId[]
  /** The export that these are the rest of: names and numbers are given as they were there. */
  readonly of?: readonly AssetId[]
  readonly folder: string
  readonly options: ExportOptions
}

interface ExportedFile {
  readonly id: AssetId
  readonly path: string
}

/** The window's report, without handles. */
export interface ExportResult extends Omit<ExportReport, 'written'> {
  written: ExportedFile[]
}

export interface PagesResult {
  readonly paths: string[]
  readonly failed: ExportReport['failed']
  /** Of a contact sheet's title and captions, what no installed font has. */
  readonly missingCharacters: string[]
}

/** What the file of a picture would be. */
export interface ExportExample {
  readonly fileName: string
  /** What is wrong with the template; null where nothing is. */
  readonly problem: string | null
  readonly widthPx: number
  readonly heightPx: number
}

export interface PagesRun<T> {
  readonly ids: readonly AssetId[]
  readonly folder: string
  readonly options: T
}

/** Pictures of the library as files outside of it. */
export interface Exports {
  /** Those that come with Atelier, then the person's own. */
  presets(): readonly StoredExportPreset[]
  example(id: AssetId, options: ExportOptions): Promise<ExportExample>
  /** The words under a picture on a page. */
  caption(id: AssetId, template: string): Promise<string>
  /**
   * Writes them into a folder, each wholly or not at all. Aborted, it ends after what is being written and says what is
   * left. @throws request/invalid for the library's own folder, storage/* where there can be no such folder
   */
  run(request: ExportRun, progress?: ProgressOptions): Promise<ExportResult>
  /**
   * Writes one picture to an exact path, whose extension names the format. Returns what the format could not hold, a
   * sentence each.
   * @throws storage/exists unless `options.onConflict` is `replace`
   */
  to(id: AssetId, path: string, options: ExportOptions): Promise<readonly string[]>
  /** What an edit changed, counted on a file that was written from its result at original size. */
  countChanges(id: AssetId, path: string): Promise<CountedChanges | null>
  /** What the Content Credentials in its file, or in what the service had sent, say, and whether they hold. */
  checkCredentials(id: AssetId, signal?: AbortSignal): Promise<CredentialsCheck>
  /** Many small pictures on pages. Whole or not at all; aborted, it writes nothing. */
  sheet(request: PagesRun<SheetOptions>, progress?: ProgressOptions): Promise<PagesResult>
  /** A new folder with pictures and one page that shows them. Whole or not at all. */
  gallery(request: PagesRun<WebGalleryOptions>, progress?: ProgressOptions): Promise<PagesResult>
}
