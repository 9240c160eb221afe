import type { ExportReport } from '../../shared/contract/index.ts'
import type { ExportOptions } from '../../shared/domain/export-options.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { ProgressOptions } from './library.ts'

export interface ExportRun {
  readonly ids: readonly AssetId[]
  readonly folder: string
  /** `place` and `folder` in here are wishes for a form; what counts is the folder beside it. */
  readonly options: ExportOptions
}

/** What the file of a picture would be. */
export interface ExportExample {
  readonly fileName: string
  /** What is wrong with the template; null where nothing is. */
  readonly problem: string | null
  readonly widthPx: number
  readonly heightPx: number
}

/** Pictures of the library as files outside of it. */
export interface Exports {
  example(id: AssetId, options: ExportOptions): Promise<ExportExample>
  /**
   * Writes them into a folder, each wholly or not at all. Aborted, it ends after what is being written and says what is
   * left. @throws request/invalid for the library's own folder, storage/* where there can be no such folder
   */
  run(request: ExportRun, progress?: ProgressOptions): Promise<ExportReport>
  /**
   * Writes one picture to an exact path, whose extension names the format.
   * @throws storage/exists unless `options.onConflict` is `replace`
   */
  to(id: AssetId, path: string, options: ExportOptions): Promise<void>
}
