import type { Asset } from '../../shared/domain/asset.ts'

/** An asset with what only the library needs to know about its file. */
export interface AssetRecord extends Omit<Asset, 'hasRawAnswer'> {
  /** Whether the window can show the file as it is; otherwise its working copy is shown. */
  readonly isShowable: boolean
  /** The file's own time of change when it was last read, whole milliseconds: tells a file edited elsewhere. */
  readonly modifiedAtMs: number
  /** Of the service's answer as it came, kept beside a picture that was made of it; null = none is kept. */
  readonly rawAnswerMime: string | null
}
