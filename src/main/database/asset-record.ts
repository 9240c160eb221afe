import type { Asset } from '../../shared/domain/asset.ts'

/** An asset plus file facts that only the library needs. */
export interface AssetRecord extends Omit<Asset, 'hasRawAnswer'> {
  /** Whether the window can display the file as it is; otherwise its working copy is shown. */
  readonly isShowable: boolean
  /** The file's modification time when it was last read, in whole milliseconds: detects files edited elsewhere. */
  readonly modifiedAtMs: number
  /** Media type of the raw response kept beside an image derived from it; null = none is kept. */
  readonly rawAnswerMime: string | null
}
