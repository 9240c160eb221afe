import type { Asset } from '../../shared/domain/asset.ts'
import type { AssetRecord } from '../database/index.ts'

/** The part of a record that leaves the library. */
export function toAsset(record: AssetRecord): Asset {
  const { isShowable: _isShowable, modifiedAtMs: _modifiedAtMs, rawAnswerMime, ...asset } = record
  return { ...asset, hasRawAnswer: rawAnswerMime !== null }
}
