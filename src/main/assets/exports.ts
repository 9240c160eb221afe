import type { CountedChanges } from './exports/count-changes.ts'
import type { ExportReport } from '../../shared/contract/index.ts'
import type { CredentialsCheck } from '../../shared/domain/credentials.ts'
import type { ExportOptions, RememberedExport, StoredExportPreset } from '../../shared/domain/export-options.ts'
import type { SheetOptions, WebGalleryOptions } from '../../shared/domain/export-pages.ts'
import type { GridExport } from '../../shared/domain/grid.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { ProgressOptions } from './assets.ts'

export interface ExportRun {
  readonly ids: readonly AssetId[]
  /** The full export of which this is the remainder: names and numbers match it. */
  readonly of?: readonly AssetId[]
  readonly folder: string
  readonly options: ExportOptions
}

interface ExportedFile {
  readonly id: AssetId
  readonly path: string
}

/** The report as the window gets it, without handles. */
export interface ExportResult extends Omit<ExportReport, 'written'> {
  written: ExportedFile[]
}

export interface PagesResult {
  readonly paths: string[]
  readonly failed: ExportReport['failed']
  /** Characters of a contact sheet's title and captions that no installed font has. */
  readonly missingCharacters: string[]
}

/** Preview of an image's exported file. */
export interface ExportExample {
  readonly fileName: string
  /** What is wrong with the template; null where it is valid. */
  readonly problem: string | null
  readonly widthPx: number
  readonly heightPx: number
}

export interface PagesRun<T> {
  readonly ids: readonly AssetId[]
  readonly folder: string
  readonly options: T
}

/** A labeled table of images. */
export interface LabeledPage {
  /** null = the grid has one page. */
  readonly title: string | null
  readonly columns: readonly string[]
  /** `label`: null where the rows have none. `cells`: null = no image. */
  readonly rows: readonly { readonly label: string | null; readonly cells: readonly (AssetId | null)[] }[]
}

export interface GridRun extends GridExport {
  /** Of the file, which is replaced. */
  readonly path: string
  readonly title: string
  readonly columnsLabel: string
  /** null = the rows have no labels. */
  readonly rowsLabel: string | null
  /** All of one size. */
  readonly pages: readonly LabeledPage[]
}

export interface GridResult {
  /** The image would have been too large: its cells are smaller than requested. */
  readonly isReduced: boolean
  /** Characters of its texts that no installed font has. */
  readonly missingCharacters: string[]
}

/** Exports images of the library to files outside it. */
export interface Exports {
  /** Built-in presets first, then the user's own. */
  presets(): readonly StoredExportPreset[]
  example(id: AssetId, options: ExportOptions): Promise<ExportExample>
  /**
   * Returns the size in bytes of the file that an export would write, without Content Credentials, by writing it where it
   * is removed again; null for images so large that it would delay the export itself. @throws media/*, storage/*
   */
  measure(id: AssetId, options: ExportOptions, signal?: AbortSignal): Promise<number | null>
  /** How all these images, or others of their families, were exported last; null where that differs or is unknown. */
  remembered(ids: readonly AssetId[]): Promise<RememberedExport | null>
  remember(ids: readonly AssetId[], remembered: RememberedExport): Promise<void>
  /** The caption of an image on a page. */
  caption(id: AssetId, template: string): Promise<string>
  /**
   * Exports into a folder, each file completely or not at all. When aborted, finishes the current files and reports
   * what is left. @throws request/invalid for the library's own folder, storage/* where the folder cannot be created
   */
  run(request: ExportRun, progress?: ProgressOptions): Promise<ExportResult>
  /**
   * Exports one image to an exact path, whose extension determines the format. Returns what the format could not hold,
   * one sentence each.
   * @throws storage/exists unless `options.onConflict` is `replace`
   */
  to(id: AssetId, path: string, options: ExportOptions): Promise<readonly string[]>
  /** Counts the pixels an edit changed, in a file exported from its result at original size. */
  countChanges(id: AssetId, path: string): Promise<CountedChanges | null>
  /** Reads and validates the Content Credentials in the image's file, or in the service's response. */
  checkCredentials(id: AssetId, signal?: AbortSignal): Promise<CredentialsCheck>
  /** Writes thumbnails on pages. All or nothing; when aborted, writes nothing. */
  sheet(request: PagesRun<SheetOptions>, progress?: ProgressOptions): Promise<PagesResult>
  /** Writes a labelled grid of images. All or nothing. @throws request/invalid if there is no image */
  grid(run: GridRun, progress?: ProgressOptions): Promise<GridResult>
  /** Creates a new folder with images and a page that shows them. All or nothing. */
  gallery(request: PagesRun<WebGalleryOptions>, progress?: ProgressOptions): Promise<PagesResult>
}
