import type { Asset } from '../../shared/domain/asset.ts'
import type { AssetRecord } from './queries/library/asset-row.ts'

/** Returns the part of a record that is visible outside the library. */
export function toAsset(record: AssetRecord): Asset {
  const { isShowable: _isShowable, modifiedAtMs: _modifiedAtMs, rawAnswerMime, ...asset } = record
  return { ...asset, hasRawAnswer: rawAnswerMime !== null }
}
